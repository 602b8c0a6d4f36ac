// Keys that check: Ed25519 as Multikey, in the documents of issuers and as did:key. Checked by the browser where it knows how.

import { Unreadable } from "./reading.js";

/** @typedef {{address: string, controller: string, raw: Uint8Array<ArrayBuffer>, seenAt: number | null, revoked: boolean}} Key */
const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const DID = "did:key:";

/** The bytes of multibase base58btc, if there are so many and they are written in the one way. @param {any} text @param {number} length @returns {Uint8Array<ArrayBuffer>} */
export function fromBase58(text, length) {
  if (typeof text !== "string" || text[0] !== "z" || text.length > 2 * length + 2) throw new Unreadable("no base58");
  let number = 0n, noughts = 0;
  const signs = text.slice(1);
  while (signs[noughts] === "1") noughts += 1;
  for (const sign of signs) {
    const value = ALPHABET.indexOf(sign);
    if (value < 0) throw new Unreadable("no base58");
    number = number * 58n + BigInt(value);
  }
  let hex = number ? number.toString(16) : "";
  if (hex.length % 2) hex = `0${hex}`;
  if (noughts + hex.length / 2 !== length) throw new Unreadable("another length");
  return Uint8Array.from({ length }, (_, place) => (place < noughts ? 0 : parseInt(hex.slice((place - noughts) * 2, (place - noughts) * 2 + 2), 16)));
}

/** @param {any} text @returns {Uint8Array<ArrayBuffer>} */
function publicBytes(text) {
  const bytes = fromBase58(text, 34);
  if (bytes[0] !== 0xed || bytes[1] !== 0x01) throw new Unreadable("no Ed25519 key");
  return bytes.slice(2);
}

/** The keys of an issuer's document. @param {Record<string, any>} document @param {number} seenAt @returns {Key[]} */
export function keysOf(document, seenAt) {
  const controller = document["id"], methods = document["verificationMethod"];
  if (typeof controller !== "string" || !Array.isArray(methods)) throw new Unreadable("no document of keys");
  return methods.filter((method) => method?.type === "Multikey" && String(method.publicKeyMultibase).startsWith("z6Mk")).map((method) => {
    if (method.controller !== controller || !String(method.id).startsWith(`${controller}#`)) throw new Unreadable("keys of somebody else");
    return { address: method.id, controller, raw: publicBytes(method.publicKeyMultibase), seenAt, revoked: "revoked" in method };
  });
}

/** The key that an address names, among those that were seen, or because it is one. @param {string} address @param {Map<string, Key>} keys @returns {Key | null} */
export function known(address, keys) {
  const found = keys.get(address);
  if (found) return found;
  const [did = "", fragment = ""] = address.split("#");
  if (!did.startsWith(DID) || did.slice(DID.length) !== fragment) return null;
  try { return { address, controller: did, raw: publicBytes(fragment), seenAt: null, revoked: false }; } catch { return null; }
}

/** The browser cannot check this signature, and nothing else could be loaded. */
export class NoWay extends Error {}

/** Whether these bytes were signed with this key. @param {Key} key @param {Uint8Array<ArrayBuffer>} signature @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<boolean>} */
export async function signed(key, signature, bytes) {
  if (!globalThis.crypto?.subtle) throw new NoWay();
  try {
    const own = await crypto.subtle.importKey("raw", key.raw, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, own, signature, bytes);
  } catch {
    return await byLibrary(key, signature, bytes);
  }
}

/** For browsers that do not know Ed25519 yet. @param {Key} key @param {Uint8Array} signature @param {Uint8Array} bytes @returns {Promise<boolean>} */
async function byLibrary(key, signature, bytes) {
  /** @type {{verifyAsync: (signature: Uint8Array, bytes: Uint8Array, key: Uint8Array, options: object) => Promise<boolean>}} */
  let library;
  const address = new URL("../../vendor/ed25519.js", import.meta.url).href;
  try { library = await import(address); } catch { throw new NoWay(); }
  try { return await library.verifyAsync(signature, bytes, key.raw, { zip215: false }); } catch { return false; }
}
