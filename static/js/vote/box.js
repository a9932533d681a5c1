// The sealed box, version 1: what outreach/projects/vote/box.py describes, made and opened in the browser. The choice leaves
// this device only inside a box, and the key to it lies in shares with the scrutineers.
import { fromBase64, fromHex, join, sha256, toBase64, toHex, utf8 } from "./bytes.js";

const MAGIC = utf8("LX1");
const [KID, POINT] = [8, 65];
const HEAD = MAGIC.length + KID + POINT;
const CURVE = { name: "ECDH", namedCurve: "P-256" };

export class BadBox extends Error {}

export const canSeal = () => Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle);

export const keyId = async (raw) => toHex((await sha256(raw)).slice(0, KID));

async function keyFor(mine, theirs, once, pub, frozenHash, use) {
  const other = await crypto.subtle.importKey("raw", theirs, CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, mine, 256);
  const root = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = join(utf8("lianxin/box/1"), once, pub);
  const how = { name: "HKDF", hash: "SHA-256", salt: fromHex(frozenHash), info };
  return crypto.subtle.deriveKey(how, root, { name: "AES-GCM", length: 256 }, false, [use]);
}

// Each key is used for one box alone, so its nonce may be constant.
const cipher = (frozenHash) => ({ name: "AES-GCM", iv: new Uint8Array(12), additionalData: fromHex(frozenHash) });

// `ballot`: pairs [key, mark] in the order of the candidates. `round`: the frozen document; `frozenHash`: its hash in hex.
export async function seal(ballot, round, frozenHash) {
  const text = utf8(JSON.stringify(ballot));
  if (text.length + 2 > round.box_size) throw new BadBox("the ballot is longer than the box");
  const plain = new Uint8Array(round.box_size);
  plain.set([text.length >> 8, text.length & 255]);
  plain.set(text, 2);
  const pub = fromBase64(round.public_key);
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const once = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const key = await keyFor(pair.privateKey, pub, once, pub, frozenHash, "encrypt");
  const hidden = await crypto.subtle.encrypt(cipher(frozenHash), key, plain);
  return join(MAGIC, fromHex(await keyId(pub)), once, new Uint8Array(hidden));
}

// A private key for `open`, from its scalar (BigInt) and the round's public key.
export async function privateKey(scalar, publicRaw) {
  const [x, y] = [publicRaw.slice(1, 33), publicRaw.slice(33, 65)];
  const d = fromHex(scalar.toString(16).padStart(64, "0"));
  const jwk = { kty: "EC", crv: "P-256", x: toBase64(x), y: toBase64(y), d: toBase64(d), ext: true };
  return crypto.subtle.importKey("jwk", jwk, CURVE, false, ["deriveBits"]);
}

// The ballot in a box. Throws BadBox for what was not sealed to this key and round.
export async function open(box, key, publicRaw, frozenHash) {
  const head = join(MAGIC, fromHex(await keyId(publicRaw)));
  if (box.length <= HEAD || head.some((byte, place) => box[place] !== byte)) throw new BadBox("sealed to another key");
  const once = box.slice(MAGIC.length + KID, HEAD);
  try {
    const shared = await keyFor(key, once, once, publicRaw, frozenHash, "decrypt");
    const plain = new Uint8Array(await crypto.subtle.decrypt(cipher(frozenHash), shared, box.slice(HEAD)));
    const length = plain[0] * 256 + plain[1];
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain.slice(2, 2 + length)));
  } catch (wrong) {
    throw new BadBox("not a box of this round", { cause: wrong });
  }
}
