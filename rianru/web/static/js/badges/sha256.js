// SHA-256 (FIPS 180-4), at once: the browser's own is asked and waited for, and a canonical text asks thousands of times.

/** The first so many primes. @param {number} count */
function primes(count) {
  const found = [2];
  for (let one = 3; found.length < count; one += 2) if (found.every((prime) => one % prime)) found.push(one);
  return found;
}

/** The first 32 bits behind the point. @param {number} value */
const fraction = (value) => Math.floor((value - Math.floor(value)) * 2 ** 32);

const ROUNDS = Uint32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
const START = Uint32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

/** @param {Uint8Array} bytes @returns {Uint8Array<ArrayBuffer>} */
export function sha256(bytes) {
  const padded = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64), view = new DataView(padded.buffer);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length << 3);
  const state = Uint32Array.from(START), words = new Uint32Array(64);
  for (let at = 0; at < padded.length; at += 64) block(state, words, view, at);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, place) => digest.setUint32(place * 4, word));
  return new Uint8Array(digest.buffer);
}

/** @param {Uint32Array} state @param {Uint32Array} words @param {DataView} view @param {number} at */
function block(state, words, view, at) {
  const w = (/** @type {number} */ place) => words[place] ?? 0;
  for (let place = 0; place < 16; place += 1) words[place] = view.getUint32(at + place * 4);
  for (let place = 16; place < 64; place += 1) {
    const a = w(place - 15), b = w(place - 2);
    words[place] = w(place - 16) + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w(place - 7) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let place = 0; place < 64; place += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (ROUNDS[place] ?? 0) + w(place)) >>> 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) >>> 0;
    h = g; g = f; f = e; e = (d + one) >>> 0; d = c; c = b; b = a; a = (one + two) >>> 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, place) => { state[place] = (state[place] ?? 0) + value; });
}

/** @param {number} value @param {number} by */
const turn = (value, by) => (value >>> by) | (value << (32 - by));

/** @param {string} text */
export const sha256Hex = (text) => Array.from(sha256(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, "0")).join("");
