// RDFC-1.0: the same statements always give the same text. The rules of rianru/kernel/formats/badges/canonical.py.

import { Unreadable } from "./reading.js";
import { sha256Hex } from "./sha256.js";

/** @typedef {import("./statements.js").Quad} Quad */
const MOST_PATHS = 4000;

/** N-Quads in canonical order with canonical names. @param {Quad[]} quads @returns {string} */
export function canonical(quads) {
  const names = new Canonising(quads).names();
  const lines = quads.map((quad) => line(/** @type {Quad} */ (quad.map((part) => names.get(part) ?? part))));
  return sorted(new Set(lines)).join("");
}

/** @param {Quad} quad */
const line = ([subject, predicate, target, graph]) => (graph ? `${subject} ${predicate} ${target} ${graph} .\n` : `${subject} ${predicate} ${target} .\n`);

/** In the order of code points: sort() alone puts an emoji before U+E000. @param {Iterable<string>} texts */
const sorted = (texts) => [...texts].sort(byCodePoint);

/** @param {string} one @param {string} other */
function byCodePoint(one, other) {
  const end = Math.min(one.length, other.length);
  for (let place = 0; place < end; place += 1) {
    const a = one.charCodeAt(place), b = other.charCodeAt(place);
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

/** Halves of characters beyond U+FFFF come after all others. @param {number} unit */
const rank = (unit) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

class Names {
  /** @param {string} prefix @param {Map<string, string>} [given] */
  constructor(prefix, given) {
    this.prefix = prefix;
    this.given = new Map(given);
  }

  /** @param {string} node @returns {string} */
  give(node) {
    const found = this.given.get(node) ?? `${this.prefix}${this.given.size}`;
    this.given.set(node, found);
    return found;
  }

  copy() { return new Names(this.prefix, this.given); }
}

/** @param {Map<string, string[]>} groups @param {string} key @param {string} one */
function put(groups, key, one) {
  const held = groups.get(key);
  if (held) held.push(one);
  else groups.set(key, [one]);
}

class Canonising {
  /** @param {Quad[]} quads */
  constructor(quads) {
    /** @type {Map<string, Quad[]>} */
    this.saying = new Map();
    for (const quad of quads) {
      for (const node of new Set([quad[0], quad[2], quad[3]].filter((part) => part.startsWith("_:")))) {
        const held = this.saying.get(node);
        if (held) held.push(quad);
        else this.saying.set(node, [quad]);
      }
    }
    /** @type {Map<string, string>} */
    this.first = new Map([...this.saying].map(([node, held]) => [node, firstDegree(node, held)]));
    this.canonical = new Names("_:c14n");
    this.paths = 0;
  }

  names() {
    /** @type {Map<string, string[]>} */
    const alike = new Map();
    for (const [node, digest] of this.first) put(alike, digest, node);
    const digests = [...alike.keys()].sort();
    for (const digest of digests) {
      const [only, other] = alike.get(digest) ?? [];
      if (only !== undefined && other === undefined) this.canonical.give(only);
    }
    for (const digest of digests) {
      const group = alike.get(digest) ?? [];
      if (group.length > 1) this.name(group);
    }
    return this.canonical.given;
  }

  /** @param {string[]} group */
  name(group) {
    /** @type {[string, Names][]} */
    const found = [];
    for (const node of group) {
      if (this.canonical.given.has(node)) continue;
      const trial = new Names("_:b");
      trial.give(node);
      found.push(this.manyDegrees(node, trial));
    }
    found.sort((one, other) => (one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : 0));
    for (const [, trial] of found) for (const node of trial.given.keys()) this.canonical.give(node);
  }

  /** @param {string} related @param {Quad} quad @param {Names} names @param {string} position */
  related(related, quad, names, position) {
    const known = this.canonical.given.get(related) ?? names.given.get(related) ?? this.first.get(related) ?? "";
    return sha256Hex(position + (position === "g" ? "" : quad[1]) + known);
  }

  /** @param {string} node @param {Names} names @returns {[string, Names]} */
  manyDegrees(node, names) {
    /** @type {Map<string, string[]>} */
    const neighbours = new Map();
    for (const quad of this.saying.get(node) ?? []) {
      for (const [part, position] of /** @type {[string, string][]} */ ([[quad[0], "s"], [quad[2], "o"], [quad[3], "g"]])) {
        if (part.startsWith("_:") && part !== node) put(neighbours, this.related(part, quad, names, position), part);
      }
    }
    let said = "", given = names;
    for (const digest of [...neighbours.keys()].sort()) {
      const [path, after] = this.least(neighbours.get(digest) ?? [], given);
      said += digest + path;
      given = after;
    }
    return [sha256Hex(said), given];
  }

  /** @param {string[]} group @param {Names} names @returns {[string, Names]} */
  least(group, names) {
    /** @type {[string, Names] | null} */
    let chosen = null;
    for (const order of permutations(group)) {
      this.paths += 1;
      if (this.paths > MOST_PATHS) throw new Unreadable("too tangled");
      const walked = this.walk(order, names.copy(), chosen ? chosen[0] : "");
      if (walked && (!chosen || walked[0] < chosen[0])) chosen = walked;
    }
    if (!chosen) throw new Unreadable("no path");
    return chosen;
  }

  /** @param {string[]} order @param {Names} names @param {string} best @returns {[string, Names] | null} */
  walk(order, names, best) {
    let path = "", given = names;
    const ahead = [];
    for (const related of order) {
      const canonicalName = this.canonical.given.get(related);
      if (canonicalName) path += canonicalName;
      else {
        if (!given.given.has(related)) ahead.push(related);
        path += given.give(related);
      }
      if (best && path.length >= best.length && path > best) return null;
    }
    for (const related of ahead) {
      const [digest, deeper] = this.manyDegrees(related, given);
      path += `${given.give(related)}<${digest}>`;
      given = deeper;
      if (best && path.length >= best.length && path > best) return null;
    }
    return [path, given];
  }
}

/** @param {string} node @param {Quad[]} quads */
function firstDegree(node, quads) {
  const lines = quads.map((quad) => line(/** @type {Quad} */ (quad.map((part) => (part.startsWith("_:") ? (part === node ? "_:a" : "_:z") : part)))));
  return sha256Hex(sorted(lines).join(""));
}

/** @param {string[]} items @returns {Generator<string[]>} */
function* permutations(items) {
  if (items.length < 2) { yield items; return; }
  for (const [place, first] of items.entries()) {
    for (const rest of permutations([...items.slice(0, place), ...items.slice(place + 1)])) yield [first, ...rest];
  }
}
