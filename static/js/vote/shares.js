// The scrutineers' key in k of n shares (Shamir) over the order of P-256: what outreach/projects/vote/shares.py describes.
import { sha256, toHex, utf8 } from "./bytes.js";

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const MARK = "LXS1";

export class BadShares extends Error {}

const modulo = (value) => ((value % ORDER) + ORDER) % ORDER;

function inverse(value) {
  let [a, b, x, y] = [modulo(value), ORDER, 1n, 0n];
  while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return modulo(x);
}

function random() {
  for (;;) {
    const value = BigInt(`0x${toHex(crypto.getRandomValues(new Uint8Array(32)))}`);
    if (value < ORDER) return value;
  }
}

const check = async (body) => toHex((await sha256(utf8(body))).slice(0, 4));

// n texts, any k of which give the key again, while k - 1 say nothing about it.
export async function split(scalar, kid, k, n) {
  const terms = [scalar, ...Array.from({ length: k - 1 }, random)];
  const shares = [];
  for (let number = 1; number <= n; number += 1) {
    const value = terms.reduceRight((sum, term) => modulo(sum * BigInt(number) + term), 0n);
    const body = `${MARK}-${kid}-${k}-${number}-${value.toString(16).padStart(64, "0")}`;
    shares.push(`${body}-${await check(body)}`);
  }
  return shares;
}

// What a share says about itself: {kid, k, number, value}. Throws BadShares for a mistyped one.
export async function read(text) {
  // Hex is read aloud and typed in any case; the check is over the text as it was made.
  const clean = text.replace(/\s+/g, "").toLowerCase().replace(/^lxs1/, MARK);
  const match = /^(LXS1-([0-9a-f]{16})-([1-9])-([1-9])-([0-9a-f]{64}))-([0-9a-f]{8})$/.exec(clean);
  if (!match || (await check(match[1])) !== match[6]) throw new BadShares("这份密钥抄错了，请对照原件。");
  return { kid: match[2], k: Number(match[3]), number: Number(match[4]), value: BigInt(`0x${match[5]}`) };
}

// The private scalar. Throws BadShares with a sentence: fewer than k, one twice, of another vote, mistyped.
export async function joinShares(texts) {
  const known = [];
  for (const text of texts) known.push(await read(text));
  const kinds = new Set(known.map((share) => `${share.kid} ${share.k}`));
  if (kinds.size !== 1) throw new BadShares("这几份密钥不属于同一次投票。");
  const points = new Map(known.map((share) => [share.number, share.value]));
  const need = known[0].k;
  if (points.size < need) throw new BadShares(`需要 ${need} 份不同的密钥，现在只有 ${points.size} 份。`);
  const chosen = [...points].slice(0, need);
  let total = 0n;
  for (const [x, y] of chosen) {
    let [upper, lower] = [1n, 1n];
    for (const [other] of chosen) {
      if (other === x) continue;
      upper = modulo(upper * BigInt(other));
      lower = modulo(lower * BigInt(other - x));
    }
    total = modulo(total + y * upper * inverse(lower));
  }
  return total;
}
