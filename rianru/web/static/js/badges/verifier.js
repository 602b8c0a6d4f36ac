// The verifier: drop, choose or paste a badge. It works with the line cut, from what this browser has seen, and says how old that is.

import { documentOf, isPng, LONGEST, looksLikeToken, unbaked, Unreadable, utf8 } from "./reading.js";
import { kept, opened, refreshed } from "./seen.js";
import { ago, card, made, note, shown, t } from "./showing.js";
import { verify } from "./verifying.js";

const form = document.querySelector("[data-verifier]");
const answer = document.querySelector("[data-verdict]");
const basis = document.querySelector("[data-basis]");
const book = form instanceof HTMLFormElement ? form.dataset["seen"] ?? "" : "";
/** @type {import("./seen.js").Kept | null} */
let held = kept();
let reached = navigator.onLine; // a phone may be on a network that leads nowhere: what could be fetched decides

/** What the verdicts of this page rest on, and how old it is. */
function tell() {
  if (!basis) return;
  if (!held) {
    basis.replaceChildren(note("turmeric", "offline", t("ยังไม่เคยเห็นกุญแจของผู้ออก", "No keys were seen yet"),
      t("ต่ออินเทอร์เน็ตแล้วเปิดหน้านี้หนึ่งครั้ง จากนั้นตรวจได้โดยไม่ต้องต่อ", "Open this page once with a connection; after that it works without.")));
    return;
  }
  const now = Date.now(), lists = Object.values(held.lists), oldest = Math.min(...lists.map((one) => one.seenAt));
  const keys = t(`กุญแจของผู้ออก ${held.book.keys.length} ราย เห็น${ago(held.book.seenAt, now)}`, `Keys of ${held.book.keys.length} issuers, seen ${ago(held.book.seenAt, now)}`);
  const status = lists.length ? t(`รายการสถานะ ${lists.length} รายการ เห็น${ago(oldest, now)}`, `${lists.length} status lists, seen ${ago(oldest, now)}`) : t("ยังไม่เคยเห็นรายการสถานะ", "No status list was seen yet");
  const line = reached ? t("ต่ออินเทอร์เน็ตอยู่ ใช้ข้อมูลล่าสุด", "Connected: the latest is used") : t("ไม่ได้ต่ออินเทอร์เน็ต ใช้ข้อมูลที่เคยเห็น", "No connection: what was seen is used");
  const box = note(reached ? "" : "turmeric", reached ? "wifi" : "offline", line);
  const both = made("p", "small"), one = made("span", "", keys), other = made("span", "", status);
  one.dataset["age"] = String(held.book.seenAt);
  other.dataset["age"] = String(oldest);
  both.append(one, document.createElement("br"), other);
  box.querySelector("div")?.append(both);
  basis.replaceChildren(box);
}

/** Fetches anew where there is a line, and says what came of it. @param {string[]} [wanted] addresses of lists */
async function renew(wanted = []) {
  const found = navigator.onLine ? await refreshed(book, wanted) : kept();
  reached = found?.fresh ?? false;
  held = found ?? held;
  tell();
}

/** @param {Uint8Array} bytes @returns {string} */
function within(bytes) {
  if (!isPng(bytes)) return utf8(bytes);
  const found = unbaked(bytes);
  if (found === null) throw new Unreadable("nothing baked");
  return found;
}

/** The lists that a badge names, to be fetched where they are not kept. @param {string} text @returns {string[]} */
function listsNamed(text) {
  if (looksLikeToken(text)) return [];
  const held = documentOf(text)["credentialStatus"];
  return (Array.isArray(held) ? held : [held]).map((one) => one?.statusListCredential).filter((one) => typeof one === "string");
}

/** @param {Uint8Array} bytes */
async function judge(bytes) {
  if (!answer) return;
  answer.replaceChildren(note("", "clock", t("กำลังตรวจ", "Checking")));
  try {
    const text = within(bytes).trim();
    await renew(listsNamed(text));
    if (!held) return answer.replaceChildren();
    const now = Date.now(), verdict = await verify(text, await opened(held, now), now);
    answer.replaceChildren(shown(verdict, held, now), card(verdict.document, held));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    answer.replaceChildren(note("lac", "x", t("อ่านใบนี้ไม่ได้", "This cannot be read"),
      t("เลือกรูปเหรียญ (PNG) หรือไฟล์ JSON หรือ JWT ตามที่ดาวน์โหลดมา บางแอปลบข้อมูลในรูปเมื่อส่งต่อ ขอไฟล์เดิมจากเจ้าของ", "Choose the badge (PNG), JSON or JWT as it was downloaded. Some apps strip what a picture carries: ask its owner for the original.")));
  }
  answer.scrollIntoView({ block: "nearest" });
}

/** @param {File | undefined} file */
async function take(file) {
  if (!file) return;
  if (file.size > LONGEST) { answer?.replaceChildren(note("lac", "x", t("ไฟล์ใหญ่เกินไป", "The file is too large"))); return; }
  await judge(new Uint8Array(await file.arrayBuffer()));
}

if (form instanceof HTMLFormElement) {
  const chosen = form.elements.namedItem("file"), pasted = form.elements.namedItem("text"), drop = form.querySelector(".drop");
  form.addEventListener("submit", (event) => {
    if (!globalThis.crypto?.subtle) return; // no secure line: the server checks
    event.preventDefault();
    const file = chosen instanceof HTMLInputElement ? chosen.files?.[0] : undefined;
    const text = pasted instanceof HTMLTextAreaElement ? pasted.value.trim() : "";
    if (text) void judge(new TextEncoder().encode(text));
    else void take(file);
  });
  if (chosen instanceof HTMLInputElement) chosen.addEventListener("change", () => void take(chosen.files?.[0]));
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop?.addEventListener(name, (event) => { event.preventDefault(); drop.classList.toggle("over", name === "dragover"); });
  }
  drop?.addEventListener("drop", (event) => { if (event instanceof DragEvent) void take(event.dataTransfer?.files[0]); });
  for (const name of ["online", "offline"]) addEventListener(name, () => void renew());
  tell();
  void renew();
  const worker = form.dataset["worker"];
  if (worker && "serviceWorker" in navigator) void navigator.serviceWorker.register(worker).catch(() => undefined);
}
