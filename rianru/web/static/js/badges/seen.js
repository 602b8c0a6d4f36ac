// The keys, lists and vocabularies that this browser has seen, kept for when the line is cut; each with the moment it was fetched.

import { keysOf } from "./keys.js";
import { seenList } from "./verifying.js";

/** @typedef {import("./verifying.js").Seen} Seen */
/** @typedef {{seenAt: number, keys: Record<string, any>[], contexts: Record<string, any>, says: Record<string, {th: string, en: string}>, labels: Record<string, {th: string, en: string}>, outcomes: Record<string, {th: string, en: string}>, names: Record<string, {th: string, en: string}>, lists: {address: string, url: string}[]}} Book */
/** @typedef {{book: Book, lists: Record<string, {text: string, seenAt: number}>, fresh: boolean}} Kept */
const BOOK = "rianru.verify.book", LISTS = "rianru.verify.lists";
const ENOUGH = 24; // lists fetched ahead; of more, those that a badge names

/** What was kept before; null on a first visit. @returns {Kept | null} */
export function kept() {
  try {
    const book = localStorage.getItem(BOOK), lists = localStorage.getItem(LISTS);
    return book ? { book: JSON.parse(book), lists: lists ? JSON.parse(lists) : {}, fresh: false } : null;
  } catch { return null; }
}

/** Fetches keys, lists and vocabularies anew; what was kept where the line is cut. @param {string} url of the book @param {string[]} [wanted] addresses of lists @returns {Promise<Kept | null>} */
export async function refreshed(url, wanted = []) {
  const before = kept();
  try {
    const answer = await fetch(url, { cache: "no-cache" });
    if (!answer.ok) return before;
    const book = /** @type {Book} */ ({ ...(await answer.json()), seenAt: Date.now() });
    const lists = before?.lists ?? {};
    const asked = book.lists.filter((one, place) => place < ENOUGH || wanted.includes(one.address));
    await Promise.all(asked.map(async ({ address, url: where }) => {
      const found = await fetch(where, { cache: "no-cache" });
      if (found.ok) lists[address] = { text: await found.text(), seenAt: Date.now() };
    }));
    const now = { book, lists, fresh: true };
    keep(now);
    return now;
  } catch { return before; }
}

/** @param {Kept} now */
function keep(now) {
  try {
    localStorage.setItem(BOOK, JSON.stringify(now.book));
    localStorage.setItem(LISTS, JSON.stringify(now.lists));
  } catch {
    // no room, or not allowed: it still serves until the page is closed
  }
}

/** What `verify` takes; lists that their issuer did not sign are left out. @param {Kept} held @param {number} at @returns {Promise<Seen>} */
export async function opened(held, at) {
  /** @type {Seen} */
  const seen = { keys: new Map(), lists: new Map(), contexts: held.book.contexts };
  for (const document of held.book.keys) for (const key of keysOf(document, held.book.seenAt)) seen.keys.set(key.address, key);
  for (const { text, seenAt } of Object.values(held.lists)) {
    const list = await seenList(text, seen, seenAt, at);
    if (list) seen.lists.set(list.address, list);
  }
  return seen;
}
