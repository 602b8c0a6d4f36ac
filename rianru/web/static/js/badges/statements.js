// A badge as the statements that a signature covers: lines of N-Quads. The rules of rianru/kernel/formats/badges/statements.py:
// strict on purpose, because what JSON-LD passes over is signed by nobody.

import { Unreadable } from "./reading.js";
import { termsOf } from "./vocabulary.js";

/** @typedef {[string, string, string, string]} Quad */
/** @typedef {import("./vocabulary.js").Terms} Terms */
/** @typedef {import("./vocabulary.js").Term} Term */

const DEEPEST = 24, WHOLE = 2 ** 53;
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", XSD = "http://www.w3.org/2001/XMLSchema#";
const [TYPE, FIRST, REST, NIL] = ["type", "first", "rest", "nil"].map((name) => `<${RDF}${name}>`);
const ADDRESS = /^[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\x7f]+$/s;
const LANGUAGE = /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/;
/** @type {Record<string, string>} */
const ESCAPES = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\" };

/** @param {Record<string, any>} document @param {Record<string, any>} shipped @returns {Quad[]} */
export function statements(document, shipped) {
  const contexts = document["@context"];
  if (!Array.isArray(contexts) || !contexts.length || !contexts.every((one) => typeof one === "string")) {
    throw new Unreadable("@context");
  }
  const reading = new Reading(contexts);
  const { "@context": _, ...said } = document;
  reading.node(said, termsOf(contexts, shipped), "", 0);
  const once = new Map(reading.quads.map((quad) => [quad.join("\u0000"), quad]));
  return [...once.values()];
}

class Reading {
  /** @param {string[]} contexts */
  constructor(contexts) {
    this.contexts = JSON.stringify(contexts);
    /** @type {Quad[]} */
    this.quads = [];
    this.named = 0;
  }

  nameless() { return `_:b${this.named++}`; }

  /** @param {Record<string, any>} node @param {Terms} terms @param {string} graph @param {number} depth @returns {string} */
  node(node, terms, graph, depth) {
    if (depth > DEEPEST || !Object.keys(node).length) throw new Unreadable("nested too deep, or empty");
    const name = "id" in node ? `<${address(node["id"], terms)}>` : this.nameless();
    const kinds = kindsOf(node);
    for (const kind of kinds) this.quads.push([name, TYPE ?? "", `<${vocabularyAddress(kind, terms)}>`, graph]);
    let inside = terms;
    for (const kind of [...kinds].sort()) {
      const brings = terms.get(kind)?.brings;
      if (brings?.size) inside = new Map([...inside, ...brings]);
    }
    for (const [key, value] of Object.entries(node)) {
      if (key !== "id" && key !== "type") this.property(name, key, value, inside, terms, graph, depth);
    }
    return name;
  }

  /** @param {string} name @param {string} key @param {any} value @param {Terms} inside @param {Terms} around @param {string} graph @param {number} depth */
  property(name, key, value, inside, around, graph, depth) {
    if (key === "@context") {
      if (JSON.stringify(value) !== this.contexts) throw new Unreadable("the vocabulary changes midway");
      return;
    }
    const term = inside.get(key);
    if (!term?.usable) throw new Unreadable(`unknown term ${key}`);
    const below = term.brings.size ? new Map([...around, ...term.brings]) : around;
    const words = term.kind === "@vocab" ? new Map([...inside, ...term.brings]) : below;
    const held = Array.isArray(value) ? value : [value];
    if (!held.length) throw new Unreadable(`${key} is empty`);
    let objects = held.map((one) => this.object(one, term, typeof one === "string" ? words : below, graph, depth));
    if (term.container === "@list") objects = [this.listed(objects, graph)];
    for (const one of objects) this.quads.push([name, `<${term.address}>`, one, graph]);
  }

  /** @param {any} value @param {Term} term @param {Terms} terms @param {string} graph @param {number} depth @returns {string} */
  object(value, term, terms, graph, depth) {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      if ("@value" in value) return spoken(value, term);
      if (term.container === "@graph") {
        const own = this.nameless();
        this.node(value, terms, own, depth + 1);
        return own;
      }
      const names = Object.keys(value);
      if (names.length === 1 && names[0] === "id") return `<${address(value.id, terms)}>`;
      return this.node(value, terms, graph, depth + 1);
    }
    if (typeof value === "string" && term.kind === "@id") return `<${address(value, terms)}>`;
    if (typeof value === "string" && term.kind === "@vocab") return `<${vocabularyAddress(value, terms)}>`;
    return literal(value, term.kind.startsWith("@") ? "" : term.kind);
  }

  /** @param {string[]} objects @param {string} graph */
  listed(objects, graph) {
    let rest = NIL ?? "";
    for (const one of [...objects].reverse()) {
      const cell = this.nameless();
      this.quads.push([cell, FIRST ?? "", one, graph], [cell, REST ?? "", rest, graph]);
      rest = cell;
    }
    return rest;
  }
}

/** @param {any} value @param {Terms} terms @returns {string} */
function address(value, terms) {
  if (typeof value !== "string" || !ADDRESS.test(value) || lone(value)) throw new Unreadable("a whole address is needed");
  if (terms.has(value.slice(0, value.indexOf(":")))) throw new Unreadable("an address of two readings");
  return value;
}

/** @param {Record<string, any>} node @returns {string[]} */
function kindsOf(node) {
  const kinds = node["type"] ?? [], held = Array.isArray(kinds) ? kinds : [kinds];
  if (("type" in node && !held.length) || !held.every((kind) => typeof kind === "string")) throw new Unreadable("type");
  return held;
}

/** @param {string} word @param {Terms} terms @returns {string} */
const vocabularyAddress = (word, terms) => terms.get(word)?.address ?? address(word, terms);

/** @param {Record<string, any>} value @param {Term} term */
function spoken(value, term) {
  const text = value["@value"], language = value["@language"];
  if (Object.keys(value).length !== 2 || typeof text !== "string" || typeof language !== "string") throw new Unreadable("a value of an unknown shape");
  if (!LANGUAGE.test(language) || term.kind) throw new Unreadable("a language");
  return `"${escaped(text)}"@${language}`;
}

/** @param {any} value @param {string} kind @returns {string} */
function literal(value, kind) {
  if (typeof value === "string") return `"${escaped(value)}"${kind ? `^^<${kind}>` : ""}`;
  if (typeof value === "boolean") return `"${value}"^^<${kind || `${XSD}boolean`}>`;
  if (typeof value !== "number" || !(Math.abs(value) < WHOLE)) throw new Unreadable("a value of an unknown shape");
  // A number that was written 12.0 is whole here as there: only a double keeps its form.
  if (Number.isInteger(value) && !kind.endsWith("#double")) return `"${Object.is(value, -0) ? 0 : value}"^^<${kind || `${XSD}integer`}>`;
  return `"${double(value)}"^^<${kind || `${XSD}double`}>`;
}

/** The canonical form of xsd:double: 12.5 is 1.25E1. @param {number} value */
function double(value) {
  const [digits = "", power = "0"] = value.toExponential(15).split("e");
  const short = digits.replace(/0+$/, "");
  return `${short.endsWith(".") ? `${short}0` : short}E${Number(power)}`;
}

/** @param {string} text */
function escaped(text) {
  if (lone(text)) throw new Unreadable("a broken character");
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\x00-\x1f\x7f"\\]/g, (sign) => ESCAPES[sign] ?? `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
}

/** Whether half of a character stands alone. @param {string} text */
const lone = (text) => /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
