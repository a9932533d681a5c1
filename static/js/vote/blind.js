// Blind signatures, the deputy's half: RFC 9474, RSABSSA-SHA384-PSS-Randomized, against blind.py. The server signs what it
// cannot read; what comes out here cannot be told from what any other deputy had signed.
import { join, toBase64 } from "./bytes.js";

const HASH = 48;
const SALT = 48;
const PREFIX = 32;

export class BadSignature extends Error {}

const random = (size) => crypto.getRandomValues(new Uint8Array(size));
const sha384 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));

export function toNumber(bytes) {
  let text = "0x0";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return BigInt(text);
}

export function toBytes(number, size) {
  const text = number.toString(16).padStart(2 * size, "0");
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}

function power(base, exponent, modulus) {
  let [result, square, left] = [1n, base % modulus, exponent];
  for (; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

function inverse(number, modulus) {
  let [a, b, x, y] = [modulus, number % modulus, 0n, 1n];
  while (b > 0n) {
    const times = a / b;
    [a, b, x, y] = [b, a - times * b, y, x - times * y];
  }
  if (a !== 1n) throw new BadSignature("no inverse");
  return x < 0n ? x + modulus : x;
}

async function mask(seed, size) {
  const parts = [];
  for (let counter = 0; counter * HASH < size; counter += 1) {
    parts.push(await sha384(join(seed, Uint8Array.of(0, 0, 0, counter))));
  }
  return join(...parts).slice(0, size);
}

// EMSA-PSS-ENCODE of RFC 8017 for a modulus of `bits` bits.
async function encode(message, salt, bits) {
  const size = Math.ceil((bits - 1) / 8);
  const hashed = await sha384(join(new Uint8Array(8), await sha384(message), salt));
  const data = join(new Uint8Array(size - SALT - HASH - 2), Uint8Array.of(1), salt);
  const cover = await mask(hashed, data.length);
  data.forEach((byte, place) => (data[place] = byte ^ cover[place]));
  data[0] &= 0xff >> (8 * size - bits + 1);
  return join(data, hashed, Uint8Array.of(0xbc));
}

// Uniform between 2 and n - 1: drawn again until it fits.
function factorBelow(n, size) {
  for (;;) {
    const drawn = toNumber(random(size));
    if (drawn > 1n && drawn < n) return drawn;
  }
}

// The token with its random prefix: what is signed, and what is cast later.
export const prepare = (token = random(32)) => join(random(PREFIX), token);

// `n`: the round's modulus as bytes. The blinded message, and what undoes the blinding. Salt and factor are only given by tests.
export async function blind(n, message, { salt = random(SALT), factor } = {}) {
  const modulus = toNumber(n);
  const drawn = factor ?? factorBelow(modulus, n.length);
  const encoded = toNumber(await encode(message, salt, modulus.toString(2).length));
  const hidden = (encoded * power(drawn, 65537n, modulus)) % modulus;
  return { blinded: toBytes(hidden, n.length), undo: toBytes(inverse(drawn, modulus), n.length) };
}

// The signature on the message itself. Throws BadSignature when the answer does not hold: a server that signs with another
// key, to know a deputy again by it, is found out here.
export async function unblind(n, message, answer, undo) {
  const modulus = toNumber(n);
  const signature = toBytes((toNumber(answer) * toNumber(undo)) % modulus, n.length);
  const jwk = { kty: "RSA", n: toBase64(n), e: "AQAB", ext: true };
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, false, ["verify"]);
  const holds = await crypto.subtle.verify({ name: "RSA-PSS", saltLength: SALT }, key, signature, message);
  if (!holds) throw new BadSignature("the answer is no signature of the round's key");
  return signature;
}
