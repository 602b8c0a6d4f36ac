// Computes a published draw again on this device, by the same steps as rianru.kernel.draws: see docs/learning.md.

const OPEN = "open";
const WAITING = "waiting";

/**
 * @typedef {{code: string, size: number, place: number, line: string, groups: Map<string, number>}} Entry
 * @typedef {{rank: number, code: string, ticket: string, why: string}} Outcome
 * @typedef {{by: string, seed: string, commitment: string, seats: number, quotas: {group: string, seats: number}[],
 *   entries: string[], outcome: Outcome[]}} Told
 */

/** SHA-256 of a text, as hexadecimal digits. @param {string} text */
async function sha256(text) {
  const made = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(made)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} line @returns {Entry} */
function entry(line) {
  const [code = "", size = "0", place = "0", groups = ""] = line.split(" ");
  const counted = groups.split(",").filter(Boolean).map((pair) => {
    const at = pair.lastIndexOf("=");
    return /** @type {[string, number]} */ ([pair.slice(0, at), Number(pair.slice(at + 1))]);
  });
  return { code, size: Number(size), place: Number(place), line, groups: new Map(counted) };
}

/** Why each has seats, in the order of quotas and then for everybody. @param {Entry[]} ranked @param {Told} told */
function filled(ranked, told) {
  /** @type {Map<string, string>} */
  const why = new Map();
  /** @type {Map<string, number>} */
  const sitting = new Map();
  let free = told.seats;
  for (const { group, seats } of [...told.quotas, { group: OPEN, seats: 0 }]) {
    for (const one of ranked) {
      if (why.has(one.code) || one.size > free) continue;
      if (group !== OPEN && (!one.groups.get(group) || (sitting.get(group) ?? 0) >= seats)) continue;
      why.set(one.code, group);
      free -= one.size;
      for (const [name, count] of one.groups) sitting.set(name, (sitting.get(name) ?? 0) + count);
    }
  }
  return why;
}

/** Whether the outcome is what the list and the seed give. @param {Told} told */
async function same(told) {
  if (await sha256(told.seed) !== told.commitment) return false;
  const entries = told.entries.map(entry);
  const inOrder = [...entries].sort((a, b) => (a.code < b.code ? -1 : 1));
  const listed = await sha256(inOrder.map((one) => `${one.line}\n`).join(""));
  /** @type {Map<string, string>} */
  const tickets = new Map();
  for (const one of entries) tickets.set(one.code, told.by === "lot" ? await sha256(`${told.seed}:${listed}:${one.code}`) : "");
  const ticket = (/** @type {Entry} */ one) => tickets.get(one.code) ?? "";
  const ranked = [...entries].sort((a, b) => (
    ticket(a) === ticket(b) ? a.place - b.place || (a.code < b.code ? -1 : 1) : ticket(a) < ticket(b) ? -1 : 1));
  const why = filled(ranked, told);
  return ranked.length === told.outcome.length && ranked.every((one, n) => {
    const said = told.outcome[n];
    return said !== undefined && said.rank === n + 1 && said.code === one.code && said.ticket === ticket(one)
      && said.why === (why.get(one.code) ?? WAITING);
  });
}

/** @param {HTMLElement} box */
async function repeat(box) {
  const said = box.querySelector("[role=status]");
  if (!(said instanceof HTMLElement)) return;
  try {
    const answer = await fetch(box.dataset.repeat ?? "", { headers: { Accept: "application/json" } });
    const right = await same(/** @type {Told} */ (await answer.json()));
    said.textContent = (right ? said.dataset.same : said.dataset.other) ?? "";
    said.className = right ? "avail" : "error";
  } catch {
    said.textContent = said.dataset.broken ?? "";
  }
}

for (const box of document.querySelectorAll("[data-repeat]")) {
  if (!(box instanceof HTMLElement) || !globalThis.crypto?.subtle) continue;
  box.hidden = false;
  box.querySelector("button")?.addEventListener("click", () => void repeat(box));
}
