// A verdict on the page, in the language of the page, with the age of what it rests on.

/** @typedef {import("./seen.js").Kept} Kept */
/** @typedef {import("./verifying.js").Verdict} Verdict */
/** @typedef {{th: string, en: string}} Words */
const THAI = document.documentElement.lang !== "en";
const TONES = { good: "leaf", bad: "lac", unknown: "turmeric" };
const SYMBOLS = { good: "check", bad: "x", unknown: "why" };

/** @param {string} th @param {string} en */
export const t = (th, en) => (THAI ? th : en);
/** @param {Words | undefined} words */
const said = (words) => (words ? t(words.th, words.en) : "");

/** A day and a time, in the Buddhist Era. @param {number} moment */
export const when = (moment) => new Intl.DateTimeFormat(THAI ? "th-TH-u-ca-buddhist-nu-latn" : "en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Bangkok" }).format(moment);

/** How long ago, roughly. @param {number} moment @param {number} now */
export function ago(moment, now) {
  const minutes = Math.max(0, Math.round((now - moment) / 60000));
  if (minutes < 2) return t("เมื่อครู่", "just now");
  if (minutes < 120) return t(`เมื่อ ${minutes}\u00a0นาทีก่อน`, `${minutes}\u00a0minutes ago`);
  if (minutes < 2880) return t(`เมื่อ ${Math.round(minutes / 60)}\u00a0ชั่วโมงก่อน`, `${Math.round(minutes / 60)}\u00a0hours ago`);
  return t(`เมื่อ ${Math.round(minutes / 1440)}\u00a0วันก่อน`, `${Math.round(minutes / 1440)}\u00a0days ago`);
}

/** @param {string} name @param {string} [className] @param {string} [text] */
export function made(name, className = "", text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

/** @param {string} symbol */
function icon(symbol) {
  const space = "http://www.w3.org/2000/svg", svg = document.createElementNS(space, "svg"), use = document.createElementNS(space, "use");
  const sprite = document.querySelector("svg.i use")?.getAttribute("href")?.split("#")[0] ?? "";
  use.setAttribute("href", `${sprite}#i-${symbol}`);
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** A note with a title and lines under it. @param {string} tone @param {string} symbol @param {string} title @param {string} [text] */
export function note(tone, symbol, title, text = "") {
  const box = made("div", `note ${tone}`), inside = made("div");
  const strong = made("p");
  strong.append(made("b", "", title));
  inside.append(strong);
  if (text) inside.append(made("p", "small", text));
  box.append(icon(symbol), inside);
  return box;
}

/** @param {Verdict} verdict @param {Kept} held @param {number} now */
export function shown(verdict, held, now) {
  const box = note(TONES[verdict.outcome], SYMBOLS[verdict.outcome], said(held.book.outcomes[verdict.outcome]));
  box.dataset["outcome"] = verdict.outcome;
  const list = made("ul", "checks");
  for (const one of verdict.checks) {
    const line = made("li", TONES[one.outcome]), words = made("span");
    line.dataset["reason"] = one.reason;
    words.append(made("b", "", said(held.book.labels[one.name])), ` ${filled(said(held.book.says[one.reason]), one.moment)}`);
    if (one.seenAt !== null) {
      const what = one.name === "status" ? t("รายการสถานะที่เห็น", "The list was seen") : t("กุญแจที่เห็น", "The key was seen");
      words.append(made("span", "age", `${what} ${ago(one.seenAt, now)}`));
    }
    line.append(icon(SYMBOLS[one.outcome]), words);
    list.append(line);
  }
  box.querySelector("div")?.append(list);
  return box;
}

/** @param {string} text @param {number | null} moment */
const filled = (text, moment) => (moment === null ? text : text.replace("{moment}", when(moment)));

/** What the badge says, whoever signed it: as text, never as markup. @param {Record<string, any>} badge @param {Kept} held */
export function card(badge, held) {
  const of = badge["credentialSubject"]?.achievement, box = made("section", "card stack tight");
  const issuer = typeof badge["issuer"] === "object" && badge["issuer"] ? badge["issuer"] : { id: badge["issuer"] };
  box.append(made("h2", "", text(of?.name ?? badge["name"]) || t("ใบรับรอง", "A credential")));
  const ours = held.book.names[issuer.id];
  const by = ours ? said(ours) : text(issuer.name) || text(issuer.id);
  if (by) box.append(made("p", "", `${t("ออกโดย", "Issued by")} ${by}`));
  const begins = Date.parse(badge["validFrom"]);
  if (!Number.isNaN(begins)) box.append(made("p", "soft", `${t("ออกเมื่อ", "Issued")} ${when(begins)}`));
  const about = text(of?.description ?? badge["description"]);
  if (about) box.append(made("p", "", about));
  return box;
}

/** @param {any} value */
const text = (value) => (typeof value === "string" ? value.slice(0, 2000) : "");
