// What was handed in: a PNG with a badge within, JSON, or a token. Strict: what readers read in two ways is refused.

/** What cannot be read, or says what nobody signed. */
export class Unreadable extends Error {}

export const LONGEST = 4 * 2 ** 20;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const KEYWORD = "openbadgecredential\0";

/** JSON in which no name stands twice. JSON.parse would let the last one win, and other readers the first.
 * @param {string} text @returns {any} */
export function strictly(text) {
  if (text.length > LONGEST) throw new Unreadable("too long");
  /** @type {any} */
  let found;
  try { found = JSON.parse(text); } catch { throw new Unreadable("no JSON"); }
  refuseTwins(text);
  return found;
}

/** The names of every object of a JSON text that is known to be in order. @param {string} text */
function refuseTwins(text) {
  /** @type {(Set<string> | null)[]} */
  const open = [];
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const said = found[0];
    if (said === "{") open.push(new Set());
    else if (said === "[") open.push(null);
    else if (said === "}" || said === "]") open.pop();
    else {
      let next = token.lastIndex;
      while (/\s/.test(text[next] ?? "")) next += 1;
      const names = open.at(-1);
      if (text[next] !== ":" || !names) continue;
      const name = /** @type {string} */ (JSON.parse(said));
      if (names.has(name)) throw new Unreadable(`${name} stands twice`);
      names.add(name);
    }
  }
}

/** An object, as a credential is. @param {string} text @returns {Record<string, any>} */
export function documentOf(text) {
  const found = strictly(text);
  if (typeof found !== "object" || found === null || Array.isArray(found)) throw new Unreadable("no object");
  return found;
}

/** @param {string} text */
export const looksLikeToken = (text) => text.split(".").length === 3 && !text.trimStart().startsWith("{");

/** base64url as bytes. @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function fromBase64Url(text) {
  if (!/^[\w-]*=*$/.test(text)) throw new Unreadable("no base64url");
  try {
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  } catch { throw new Unreadable("no base64url"); }
}

/** The text of UTF-8 bytes. @param {Uint8Array} bytes */
export function utf8(bytes) {
  try { return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes); } catch { throw new Unreadable("no UTF-8"); }
}

/** Whether these bytes begin like a PNG. @param {Uint8Array} bytes */
export const isPng = (bytes) => PNG.every((one, place) => bytes[place] === one);

/** The credential within a picture; null where there is none. @param {Uint8Array} bytes @returns {string | null} */
export function unbaked(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** @type {string[]} */
  const found = [];
  let at = 8, kind = "";
  while (kind !== "IEND") {
    if (bytes.length < at + 12) throw new Unreadable("a broken picture");
    const length = view.getUint32(at);
    const name = bytes.subarray(at + 4, at + 8), data = bytes.subarray(at + 8, at + 8 + length);
    kind = String.fromCharCode(...name);
    if (length > bytes.length || at + 12 + length > bytes.length) throw new Unreadable("a broken picture");
    if (view.getUint32(at + 8 + length) !== crc32(bytes.subarray(at + 4, at + 8 + length))) throw new Unreadable("a damaged picture");
    if (kind === "iTXt" && utf8Begins(data)) found.push(textOf(data));
    at += 12 + length;
  }
  if (found.length > 1) throw new Unreadable("two badges in one picture");
  return found[0] ?? null;
}

/** @param {Uint8Array} data */
const utf8Begins = (data) => [...KEYWORD].every((sign, place) => data[place] === sign.charCodeAt(0));

/** The text of an iTXt chunk that is not compressed: two flags, language and translated keyword stand before it.
 * @param {Uint8Array} data */
function textOf(data) {
  if (data[KEYWORD.length] !== 0) throw new Unreadable("a compressed badge");
  let at = KEYWORD.length + 2;
  for (let nought = 0; nought < 2; nought += 1) at = data.indexOf(0, at) + 1;
  if (at === 0) throw new Unreadable("a damaged picture");
  return utf8(data.subarray(at));
}

const CRC = Uint32Array.from({ length: 256 }, (_, sign) => {
  let value = sign;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = (CRC[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
