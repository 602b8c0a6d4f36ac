// What the terms of a badge mean: the shipped contexts, compiled into tables. The rules of rianru/kernel/formats/badges/vocabulary.py.

/** @typedef {{address: string, kind: string, container: string, brings: Terms, usable: boolean}} Term */
/** @typedef {Map<string, Term>} Terms */
import { Unreadable } from "./reading.js";

const KEYWORDS = new Set(["id", "type"]);
const KINDS = new Set(["", "@id", "@vocab"]);
const CONTAINERS = new Set(["", "@set", "@list", "@graph"]);
const KNOWN = new Set(["@id", "@type", "@container", "@context"]);

/** The terms of these contexts, taken one after the other; `shipped` holds the text of each by its address.
 * @param {string[]} addresses @param {Record<string, any>} shipped @returns {Terms} */
export function termsOf(addresses, shipped) {
  return compiled(addresses.map((address) => {
    const found = shipped[address];
    if (!found) throw new Unreadable(`unknown vocabulary ${address}`);
    return found["@context"];
  }));
}

/** @param {Record<string, any>[]} contexts @returns {Terms} */
function compiled(contexts) {
  /** @type {Terms} */
  const terms = new Map();
  for (const context of contexts) {
    for (const [word, said] of Object.entries(context)) {
      if (!word.startsWith("@") && !KEYWORDS.has(word)) terms.set(word, term(said, context));
    }
  }
  return terms;
}

/** @param {any} said @param {Record<string, any>} context @returns {Term} */
function term(said, context) {
  if (typeof said === "string") return { address: address(said, context), kind: "", container: "", brings: new Map(), usable: true };
  const kind = said["@type"] ?? "", container = said["@container"] ?? "", brings = said["@context"] ?? {};
  const plain = KINDS.has(kind) || kind.includes(":");
  const usable = plain && CONTAINERS.has(container) && typeof brings === "object" && !Array.isArray(brings)
    && Object.keys(said).every((name) => KNOWN.has(name));
  return { address: address(said["@id"], context), kind, container, brings: compiled([brings]), usable };
}

/** @param {string} said @param {Record<string, any>} context @returns {string} */
function address(said, context) {
  if (said.includes(":")) return said;
  const other = context[said];
  return address(typeof other === "string" ? other : other["@id"], context);
}
