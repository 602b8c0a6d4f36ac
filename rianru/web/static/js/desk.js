// The desk's input: scans are sent one after another, each with a key of its own, so that sending again does nothing twice.
// Without this the same form is sent by the browser.

const desk = /** @type {HTMLElement} */ (document.getElementById("now"));
const cut = document.getElementById("desk-cut");
/** @typedef {{ address: string, body: FormData | null, typed: boolean }} Waiting */
/** @type {Waiting[]} */
const queue = [];
let busy = false;
const PAUSES = [500, 1500, 4000, 8000]; // milliseconds between tries; the last one again and again

/** @type {AudioContext | undefined} */
let audio;
let mute = localStorage.getItem("desk-mute") === "yes";
/** Beeps by what happened: frequency in hertz, seconds. @type {Record<string, [number, number][]>} */
const TUNES = { ok: [[880, 0.09]], card: [[660, 0.06], [880, 0.06]], wait: [[620, 0.14], [0, 0.05], [620, 0.14]], stop: [[220, 0.3], [0, 0.05], [180, 0.3]] };

/** @param {string} name */
function play(name) {
  const tune = TUNES[name];
  if (mute || !tune || !window.AudioContext) return;
  audio ??= new AudioContext();
  let at = audio.currentTime;
  for (const [hertz, seconds] of tune) {
    if (hertz) {
      const tone = audio.createOscillator(), loud = audio.createGain();
      tone.type = name === "stop" ? "square" : "sine";
      tone.frequency.value = hertz;
      loud.gain.setValueAtTime(name === "stop" ? 0.12 : 0.25, at);
      loud.gain.exponentialRampToValueAtTime(0.001, at + seconds);
      tone.connect(loud).connect(audio.destination);
      tone.start(at);
      tone.stop(at + seconds);
    }
    at += seconds;
  }
}

/** A key that no other scan has. */
function newKey() {
  const parts = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(parts, (part) => part.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** @returns {HTMLFormElement | null} */
const scanning = () => document.querySelector("#scanning");
/** @returns {HTMLInputElement | null} */
const input = () => document.querySelector("#s");
const focus = () => input()?.focus({ preventScroll: true });

/** Keeps what is being typed while an answer comes in. @param {string} html */
function show(html) {
  const typed = input()?.value ?? "";
  desk.innerHTML = html;
  const field = input();
  if (field && typed) field.value = typed;
  focus();
  play(scanning()?.dataset.sound ?? "");
}

/** @param {boolean} lost */
function sayCut(lost) {
  if (!cut) return;
  cut.hidden = !lost;
  const count = cut.querySelector("[data-waiting]");
  if (count) count.textContent = queue.length ? String(queue.length) : "";
}

/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Sends what waits, in order. Who is at the desk is known only when the scan before has been answered. */
async function drain() {
  if (busy) return;
  busy = true;
  for (let tries = 0; queue.length;) {
    const next = queue[0];
    const form = scanning();
    if (next.body && next.typed && form && tries === 0) {
      const now = new FormData(form);
      next.body.set("member", now.get("member") ?? "");
      if (!next.body.has("turn")) next.body.set("mode", now.get("mode") ?? "out");
    }
    try {
      const answer = await fetch(next.address, { method: next.body ? "POST" : "GET", body: next.body, headers: { "X-Desk": "part" }, redirect: "follow" });
      if (answer.status >= 500) throw new Error(String(answer.status));
      if (answer.redirected || !answer.ok) { location.reload(); return; } // signed out, or another desk
      queue.shift();
      tries = 0;
      sayCut(false);
      show(await answer.text());
    } catch {
      sayCut(true);
      await pause(PAUSES[Math.min(tries++, PAUSES.length - 1)]);
    }
  }
  busy = false;
}

/** @param {SubmitEvent} event */
function sent(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const isScan = form.id === "scanning";
  const field = input();
  if (isScan) {
    body.set("key", newKey());
    const mode = event.submitter?.getAttribute("data-mode");
    if (mode) { body.set("mode", mode); body.set("turn", "yes"); }
    else if (!field?.value.trim()) return;
    if (field) field.value = "";
  }
  queue.push({ address: form.action, body, typed: isScan });
  void drain();
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const name = event.ctrlKey && event.code === "KeyZ" ? "undo" : event.key;
  const field = input();
  /** @type {Record<string, string>} */
  const does = { F2: "[data-mode=out]", F3: "[data-mode=in]", F6: "[data-mode=use]", F4: "[data-key=F4]", F8: "[data-key=F8]", Escape: "[data-key=Escape]", undo: "[data-desk=undo] button" };
  if (name === "undo" && field?.value) return; // what is typed is undone by the browser
  if (name === "Escape" && field?.value) { field.value = ""; event.preventDefault(); return; }
  if (event.code === "Slash" && event.target !== field) { event.preventDefault(); focus(); return; }
  const wanted = name in does ? desk.querySelector(does[name]) : null;
  if (wanted instanceof HTMLElement) { event.preventDefault(); wanted.click(); return; }
  const free = event.target === document.body || event.target === desk;
  if (free && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) focus(); // a scanner types wherever the hand was
}

const button = document.querySelector("[data-mute]");
if (button instanceof HTMLElement) {
  button.hidden = false;
  button.setAttribute("aria-pressed", String(mute));
  button.addEventListener("click", () => {
    mute = !mute;
    localStorage.setItem("desk-mute", mute ? "yes" : "no");
    button.setAttribute("aria-pressed", String(mute));
    focus();
  });
}
/** Done with a member: the next one finds an empty desk. @param {MouseEvent} event */
function done(event) {
  const link = event.target instanceof Element ? event.target.closest("a[data-key=Escape], .picklist a") : null;
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  queue.push({ address: link.href, body: null, typed: false });
  void drain();
}

desk.addEventListener("submit", sent);
desk.addEventListener("click", done);
document.addEventListener("keydown", pressed);
addEventListener("online", () => void drain());
addEventListener("beforeunload", (event) => { if (queue.length) event.preventDefault(); });
focus();
