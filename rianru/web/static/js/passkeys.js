// Passkeys: <form data-passkey="get"> signs in, <form data-passkey="create"> adds one. The form posts what the browser
// hands over in its field `credential`; the challenge comes from the page (data-options) or, when needed, from data-ask.

/** Bytes as base64url, without padding. @param {ArrayBuffer} bytes */
function written(bytes) {
  const text = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What `written` wrote. @param {string} text */
function read(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** @typedef {{id: string, type: "public-key", transports?: AuthenticatorTransport[]}} Named */

/** The server's options with bytes where the browser wants bytes. @param {any} options */
function understood(options) {
  /** @type {(list: Named[] | undefined) => PublicKeyCredentialDescriptor[] | undefined} */
  const keys = (list) => list?.map((one) => ({ ...one, id: read(one.id) }));
  const wanted = { ...options, challenge: read(options.challenge) };
  if (options.user) wanted.user = { ...options.user, id: read(options.user.id) };
  if (options.excludeCredentials) wanted.excludeCredentials = keys(options.excludeCredentials);
  if (options.allowCredentials) wanted.allowCredentials = keys(options.allowCredentials);
  return wanted;
}

/** What the server reads (WebAuthn level 3, 5.1.8). @param {PublicKeyCredential} key */
function told(key) {
  const answer = key.response;
  /** @type {Record<string, unknown>} */
  const response = { clientDataJSON: written(answer.clientDataJSON) };
  if (answer instanceof AuthenticatorAttestationResponse) {
    response.attestationObject = written(answer.attestationObject);
    response.transports = answer.getTransports?.() ?? [];
  } else if (answer instanceof AuthenticatorAssertionResponse) {
    response.authenticatorData = written(answer.authenticatorData);
    response.signature = written(answer.signature);
    response.userHandle = answer.userHandle ? written(answer.userHandle) : null;
  }
  return {
    id: key.id, rawId: written(key.rawId), type: key.type, response,
    clientExtensionResults: key.getClientExtensionResults(), authenticatorAttachment: key.authenticatorAttachment,
  };
}

/** @param {HTMLFormElement} form @param {AbortSignal} signal */
async function options(form, signal) {
  const place = document.getElementById(form.dataset.options ?? "");
  if (place) return JSON.parse(place.textContent ?? "").publicKey;
  const answer = await fetch(form.dataset.ask ?? "", { headers: { Accept: "application/json" }, signal });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).request_options.publicKey;
}

/** @param {HTMLFormElement} form @param {boolean} shown */
function complain(form, shown) {
  const note = form.querySelector("[data-passkey-failed]");
  if (note instanceof HTMLElement) note.hidden = !shown;
}

/** @type {AbortController | null} */
let waiting = null;

/** Asks the browser, then posts the form. @param {HTMLFormElement} form @param {boolean} quietly */
async function ask(form, quietly) {
  waiting?.abort();
  const mine = (waiting = new AbortController());
  complain(form, false);
  try {
    const publicKey = understood(await options(form, mine.signal));
    const key = form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey, signal: mine.signal })
      : await navigator.credentials.get({ publicKey, signal: mine.signal, mediation: quietly ? "conditional" : "optional" });
    const field = form.elements.namedItem("credential");
    if (!(key instanceof PublicKeyCredential) || !(field instanceof HTMLInputElement)) return;
    field.value = JSON.stringify(told(key));
    form.submit();
  } catch (problem) {
    const stopped = problem instanceof DOMException && problem.name === "AbortError";
    if (!quietly && !stopped) complain(form, true);
  }
}

/** @param {HTMLFormElement} form */
async function begin(form) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void ask(form, false);
  });
  const refused = document.querySelector(".messages [role=alert]"); // then nobody is offered the same again unasked
  if (!("quiet" in form.dataset) || refused) return;
  if (await PublicKeyCredential.isConditionalMediationAvailable?.()) await ask(form, true);
}

if (window.isSecureContext && "PublicKeyCredential" in window) {
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    if (form instanceof HTMLFormElement) void begin(form);
  });
  document.querySelectorAll("[data-passkey-without]").forEach((note) => note.remove());
}
