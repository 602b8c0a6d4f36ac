// “Verify now” on the page of a credential: this browser checks signature and status by itself. Where it cannot, the link asks the server.

import { Unreadable } from "./reading.js";
import { opened, refreshed } from "./seen.js";
import { note, shown, t } from "./showing.js";
import { verify } from "./verifying.js";

const part = document.querySelector("[data-verify]");
const button = part?.querySelector("[data-verify-now]");
const answer = part?.querySelector("[data-verdict]");

/** @param {Event} event */
async function check(event) {
  if (!(part instanceof HTMLElement) || !(button instanceof HTMLAnchorElement) || !answer) return;
  event.preventDefault();
  answer.replaceChildren(note("", "clock", t("กำลังตรวจ", "Checking")));
  try {
    const text = await (await fetch(part.dataset["verify"] ?? "")).text();
    const held = await refreshed(part.dataset["seen"] ?? ""), now = Date.now();
    if (!held) return location.assign(button.href);
    const verdict = await verify(text, await opened(held, now), now);
    if (verdict.checks.some((one) => one.reason === "no_way")) return location.assign(button.href);
    answer.replaceChildren(shown(verdict, held, now));
  } catch (error) {
    if (!(error instanceof Unreadable)) return location.assign(button.href);
    answer.replaceChildren(note("lac", "x", t("อ่านใบนี้ไม่ได้", "It cannot be read")));
  }
}

button?.addEventListener("click", (event) => void check(event));
