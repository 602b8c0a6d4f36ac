// Answering a survey: what is typed is kept at once, questions come and go as they are answered, photos are made small
// before they are sent. The page does all of it with its buttons where this does not run.

const PAUSE = 900; // milliseconds after the last key
const TRIES = [1500, 4000, 8000, 15000]; // milliseconds until the next try without a line
const SIDE = 1600; // pixels of a photo's longer side

/** @typedef {{ name: string, state: string, html: string }} Question */
/** @typedef {{ saved: string, refusal: string, questions: Question[], errors: Record<string, string> }} Kept */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-answering]"));
if (form) begin(form);

/** @param {HTMLFormElement} form */
function begin(form) {
  const status = /** @type {HTMLElement} */ (form.querySelector("[data-kept]"));
  const questions = /** @type {HTMLElement} */ (form.querySelector("#questions"));
  let waiting = 0;
  let tries = 0;
  let changed = false;
  let leaving = false;
  /** @type {AbortController | null} */
  let sending = null;

  /** @param {string} text @param {boolean} [lost] */
  function say(text, lost = false) {
    status.textContent = text;
    status.classList.toggle("lost", lost);
  }

  /** @param {number} after */
  function soon(after) {
    changed = true;
    clearTimeout(waiting);
    waiting = window.setTimeout(keep, after);
  }

  /** Everything but files, which go by themselves. */
  function filled() {
    const body = new FormData(form);
    for (const [name, value] of [...body.entries()]) if (value instanceof File) body.delete(name);
    body.set("do", "look");
    return body;
  }

  async function keep() {
    if (leaving || sending) return;
    changed = false;
    sending = new AbortController();
    say(form.dataset.saving ?? "");
    try {
      const answer = await fetch(form.action, { method: "POST", body: filled(), headers: { "X-Answer": "part" }, signal: sending.signal });
      if (answer.redirected || answer.status === 404) { location.reload(); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      /** @type {Kept} */
      const kept = await answer.json();
      tries = 0;
      say(kept.refusal || (changed ? form.dataset.saving ?? "" : `${form.dataset.saved} ${kept.saved}`), Boolean(kept.refusal));
      if (!changed) show(kept);
    } catch {
      if (leaving) return;
      say(form.dataset.lost ?? "", true);
      soon(TRIES[Math.min(tries++, TRIES.length - 1)]);
    } finally {
      sending = null;
    }
    if (changed && tries === 0) soon(PAUSE);
  }

  /** Takes out what is no longer asked, puts in what now is, leaves alone what looks as before. @param {Kept} kept */
  function show(kept) {
    const wanted = new Set(kept.questions.map((question) => question.name));
    for (const old of asked()) if (!wanted.has(old.dataset.q ?? "")) old.remove();
    /** @type {Element | null} */
    let before = null;
    for (const question of kept.questions) {
      let own = asked().find((one) => one.dataset.q === question.name) ?? null;
      if (!own || (own.dataset.state !== question.state && !own.contains(document.activeElement))) {
        const fresh = document.createElement("template");
        fresh.innerHTML = question.html;
        const made = /** @type {HTMLElement} */ (fresh.content.firstElementChild);
        if (own) own.replaceWith(made);
        else if (before) before.after(made);
        else questions.prepend(made);
        own = made;
        ready(made);
      }
      before = own;
    }
    for (const error of form.querySelectorAll("[data-error]")) {
      if (!(error instanceof HTMLElement)) continue;
      const text = kept.errors[error.dataset.error ?? ""] ?? "";
      const words = error.querySelector("span");
      if (words) words.textContent = text;
      error.hidden = !text;
    }
  }

  /** @returns {HTMLElement[]} */
  const asked = () => [...questions.querySelectorAll("[data-q]")].filter((one) => one instanceof HTMLElement);

  /** What a question needs once it is on the page. @param {ParentNode} within */
  function ready(within) {
    for (const button of within.querySelectorAll("[data-here]")) if (button instanceof HTMLElement && navigator.geolocation) button.hidden = false;
  }

  form.addEventListener("input", (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && field.dataset.find) { void find(field); return; }
    if (field instanceof HTMLInputElement && field.type === "file") { void upload(field); return; }
    if (!status.classList.contains("lost")) say(form.dataset.saving ?? ""); // what was kept before no longer says all
    const typed = field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && !["radio", "checkbox"].includes(field.type));
    soon(typed ? PAUSE : 150);
  });
  form.addEventListener("submit", () => { leaving = true; clearTimeout(waiting); sending?.abort(); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement && event.target.dataset.find) event.preventDefault();
  });
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-here]") : null;
    if (button) here(/** @type {HTMLElement} */ (button.closest("[data-point]")));
  });
  window.addEventListener("online", () => { if (changed) soon(0); });
  window.addEventListener("beforeunload", (event) => { if (!leaving && status.classList.contains("lost")) event.preventDefault(); });

  let looked = 0;
  /** Areas whose names begin so, while one types. @param {HTMLInputElement} field */
  async function find(field) {
    const turn = ++looked;
    const list = form.querySelector(`[data-found="${CSS.escape(field.dataset.find ?? "")}"]`);
    if (field.value.trim().length < 2 || !list) return;
    await new Promise((done) => setTimeout(done, 250));
    if (turn !== looked) return;
    const answer = await fetch(`${form.dataset.places}?q=${encodeURIComponent(field.value)}`).catch(() => null);
    if (!answer?.ok || turn !== looked) return;
    /** @type {{ places: { code: string, name: string }[] }} */
    const found = await answer.json();
    const chosen = list.querySelector("input:checked")?.closest("label");
    list.replaceChildren(...(chosen ? [chosen] : []), ...found.places.map((place) => option(field.dataset.find ?? "", place)));
  }

  /** @param {string} name @param {{ code: string, name: string }} place */
  function option(name, place) {
    const label = document.createElement("label");
    label.className = "pickone";
    const radio = Object.assign(document.createElement("input"), { type: "radio", name, value: place.code });
    const words = document.createElement("span");
    words.textContent = place.name;
    label.append(radio, words);
    return label;
  }

  /** @param {HTMLElement | null} point */
  function here(point) {
    const [lat, lon] = point?.querySelectorAll("input") ?? [];
    navigator.geolocation.getCurrentPosition((found) => {
      lat.value = found.coords.latitude.toFixed(5);
      lon.value = found.coords.longitude.toFixed(5);
      soon(0);
    }, () => undefined, { timeout: 10_000, maximumAge: 600_000 });
  }

  /** A file goes as soon as it is chosen, a photo made small first: lines are thin where people answer. @param {HTMLInputElement} field */
  async function upload(field) {
    const file = field.files?.[0];
    if (!file) return;
    say(form.dataset.saving ?? "");
    if (field.dataset.upload === "photo") {
      const small = await smaller(file).catch(() => null);
      if (small) {
        const only = new DataTransfer();
        only.items.add(small);
        field.files = only.files;
      }
    }
    const button = field.parentElement?.querySelector("button");
    if (button) form.requestSubmit(button);
  }
}

/** @param {File} file @returns {Promise<File | null>} */
async function smaller(file) {
  const drawn = await createImageBitmap(file, { imageOrientation: "from-image" });
  const part = Math.min(1, SIDE / Math.max(drawn.width, drawn.height));
  if (part === 1 && file.size < 1_000_000) return null;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(drawn.width * part);
  canvas.height = Math.round(drawn.height * part);
  canvas.getContext("2d")?.drawImage(drawn, 0, 0, canvas.width, canvas.height);
  /** @type {Blob | null} */
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  return blob && new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}
