// Whether a badge can be trusted, check by check, with the keys and lists that were seen. The rules and the words of reasons are those of
// rianru/kernel/formats/badges/verifying.py.

import { canonical } from "./canonical.js";
import { fromBase58, known, NoWay, signed } from "./keys.js";
import { documentOf, fromBase64Url, looksLikeToken, strictly, Unreadable, utf8 } from "./reading.js";
import { sha256 } from "./sha256.js";
import { statements } from "./statements.js";

/** @typedef {import("./keys.js").Key} Key */
/** @typedef {"good" | "bad" | "unknown"} Outcome */
/** @typedef {{name: string, outcome: Outcome, reason: string, seenAt: number | null, moment: number | null}} Check */
/** @typedef {{address: string, issuer: string, purpose: string, bits: Uint8Array, seenAt: number}} SeenList */
/** @typedef {{keys: Map<string, Key>, lists: Map<string, SeenList>, contexts: Record<string, any>}} Seen */
/** @typedef {{document: Record<string, any>, checks: Check[], outcome: Outcome}} Verdict */

const SUITE = "eddsa-rdfc-2022";
const CLAIMS = ["iss", "jti", "nbf", "sub", "exp"];
const STAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))$/;
const LEAST = 131072, MOST = 2 ** 24;

/** @param {string} text JSON or a token @param {Seen} seen @param {number} at @returns {Promise<Verdict>} */
export async function verify(text, seen, at) {
  const said = text.trim();
  const found = looksLikeToken(said) ? opened(said) : { document: documentOf(said), ...proofOf(documentOf(said)) };
  const checks = [
    await proofCheck(found, seen, at), datesCheck(found.document, at), statusCheck(found.document, seen.lists),
    issuerCheck(found.document, found.keyName, seen.keys),
  ];
  const outcomes = new Set(checks.map((one) => one.outcome));
  return { document: found.document, checks, outcome: outcomes.has("bad") ? "bad" : outcomes.has("unknown") ? "unknown" : "good" };
}

/** A list that was fetched, if its issuer signed it; else null: what stands on it is then unknown.
 * @param {string} text @param {Seen} seen @param {number} seenAt @param {number} at @returns {Promise<SeenList | null>} */
export async function seenList(text, seen, seenAt, at) {
  try {
    const document = documentOf(text), found = { document, ...proofOf(document) };
    const checks = [await proofCheck(found, seen, at), datesCheck(document, at), issuerCheck(document, found.keyName, seen.keys)];
    if (checks.some((one) => one.outcome !== "good") || typeof document["id"] !== "string") return null;
    const subject = document["credentialSubject"], kinds = document["type"];
    if (!Array.isArray(kinds) || !kinds.includes("BitstringStatusListCredential")) return null;
    if (subject?.statusPurpose !== "revocation" && subject?.statusPurpose !== "suspension") return null;
    return { address: document["id"], issuer: issuerOf(document), purpose: subject.statusPurpose, bits: await unpacked(subject.encodedList), seenAt };
  } catch (error) {
    if (error instanceof Unreadable || error instanceof NoWay) return null;
    throw error;
  }
}

/** @param {any} text @returns {Promise<Uint8Array>} */
async function unpacked(text) {
  if (typeof text !== "string" || text[0] !== "u") throw new Unreadable("another base");
  const stream = new Blob([fromBase64Url(text.slice(1))]).stream().pipeThrough(new DecompressionStream("gzip"));
  /** @type {Uint8Array} */
  let bits;
  try { bits = new Uint8Array(await new Response(stream).arrayBuffer()); } catch { throw new Unreadable("a packed list"); }
  if (bits.length * 8 < LEAST || bits.length * 8 > MOST) throw new Unreadable("another length");
  return bits;
}

/** @typedef {{document: Record<string, any>, keyName: string, proof?: Record<string, any>, token?: string}} Found */

/** @param {string} token @returns {Found} */
function opened(token) {
  const [head = "", body = ""] = token.split(".");
  const header = strictly(utf8(fromBase64Url(head)));
  if (header?.alg !== "EdDSA" || typeof header.kid !== "string") throw new Unreadable("no token of EdDSA");
  if (!Object.keys(header).every((name) => ["alg", "kid", "typ", "jwk"].includes(name))) throw new Unreadable("a token with conditions");
  const payload = documentOf(utf8(fromBase64Url(body)));
  const within = payload["vc"];
  const document = typeof within === "object" && within !== null && !Array.isArray(within) ? within
    : Object.fromEntries(Object.entries(payload).filter(([name]) => !CLAIMS.includes(name)));
  return { document, keyName: header.kid, token };
}

/** @param {Record<string, any>} document @returns {{keyName: string, proof?: Record<string, any>}} */
function proofOf(document) {
  const held = document["proof"], proofs = Array.isArray(held) ? held : [held];
  const proof = proofs.find((one) => one?.type === "DataIntegrityProof" && one.cryptosuite === SUITE && one.proofPurpose === "assertionMethod"
    && !("previousProof" in one) && typeof one.proofValue === "string" && typeof one.verificationMethod === "string");
  return proof ? { keyName: proof.verificationMethod, proof } : { keyName: "" };
}

/** @param {string} name @param {Outcome} outcome @param {string} reason @param {number | null} [seenAt] @param {number | null} [moment] @returns {Check} */
const check = (name, outcome, reason, seenAt = null, moment = null) => ({ name, outcome, reason, seenAt, moment });

/** @param {Found} found @param {Seen} seen @param {number} at @returns {Promise<Check>} */
async function proofCheck(found, seen, at) {
  if (!found.keyName) return check("proof", "bad", "unsigned");
  const key = known(found.keyName, seen.keys);
  if (!key) return check("proof", "unknown", "unknown_key");
  let right;
  try {
    right = found.token ? await tokenHolds(found.token, key) : await proven(found, key, seen.contexts);
  } catch (error) {
    if (error instanceof NoWay) return check("proof", "unknown", "no_way", key.seenAt);
    if (error instanceof Unreadable) return check("proof", "bad", "unreadable", key.seenAt);
    throw error;
  }
  if (!right) return check("proof", "bad", "altered", key.seenAt);
  if (key.revoked) return check("proof", "bad", "key_revoked", key.seenAt);
  if (found.proof && "expires" in found.proof) {
    const ends = momentOf(found.proof["expires"]);
    if (ends === null || at > ends) return check("proof", "bad", "proof_ended", key.seenAt);
  }
  return check("proof", "good", "signed", key.seenAt);
}

/** @param {Found} found @param {Key} key @param {Record<string, any>} contexts */
async function proven(found, key, contexts) {
  /** @type {Uint8Array<ArrayBuffer>} */
  let signature;
  try { signature = fromBase58(found.proof?.["proofValue"], 64); } catch { return false; }
  const { proof: _, ...bare } = found.document;
  const { proofValue: __, ...options } = found.proof ?? {};
  const both = new Uint8Array(64);
  both.set(digest({ "@context": bare["@context"], ...options }, contexts));
  both.set(digest(bare, contexts), 32);
  return signed(key, signature, both);
}

/** @param {Record<string, any>} document @param {Record<string, any>} contexts */
const digest = (document, contexts) => sha256(new TextEncoder().encode(canonical(statements(document, contexts))));

/** @param {string} token @param {Key} key */
async function tokenHolds(token, key) {
  const [head = "", body = "", signature = ""] = token.split(".");
  if (!await signed(key, fromBase64Url(signature), new TextEncoder().encode(`${head}.${body}`))) return false;
  const payload = documentOf(utf8(fromBase64Url(body))), { document } = opened(token);
  const said = Object.fromEntries(CLAIMS.filter((name) => name in payload).map((name) => [name, payload[name]]));
  return same(said, claims(document));
}

/** @param {Record<string, any>} document @returns {Record<string, any>} */
function claims(document) {
  const found = { iss: issuerOf(document) || null, jti: document["id"], sub: document["credentialSubject"]?.id };
  if (!Object.values(found).every((value) => typeof value === "string")) throw new Unreadable("claims");
  const begins = momentOf(document["validFrom"]), ends = "validUntil" in document ? momentOf(document["validUntil"]) : undefined;
  if (begins === null || ends === null) throw new Unreadable("dates");
  return { ...found, nbf: Math.floor(begins / 1000), ...(ends === undefined ? {} : { exp: Math.floor(ends / 1000) }) };
}

/** @param {Record<string, any>} one @param {Record<string, any>} other */
const same = (one, other) => Object.keys(one).length === Object.keys(other).length && Object.keys(one).every((name) => one[name] === other[name]);

/** Milliseconds of a stamp with its offset; null for what is none. @param {any} value @returns {number | null} */
export function momentOf(value) {
  const parts = typeof value === "string" ? STAMP.exec(value) : null;
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const there = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (there.getUTCMonth() !== month - 1 || there.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return null;
  return Date.parse(value);
}

/** @param {Record<string, any>} document @param {number} at @returns {Check} */
function datesCheck(document, at) {
  const begins = momentOf(document["validFrom"]), ends = "validUntil" in document ? momentOf(document["validUntil"]) : undefined;
  if (begins === null || ends === null) return check("dates", "bad", "dates_unclear");
  if (at < begins) return check("dates", "bad", "not_yet_valid", null, begins);
  if (ends !== undefined && at > ends) return check("dates", "bad", "expired", null, ends);
  return check("dates", "good", "current");
}

/** @param {Record<string, any>} document @returns {string} */
export function issuerOf(document) {
  const issuer = document["issuer"], found = typeof issuer === "object" && issuer !== null ? issuer.id : issuer;
  return typeof found === "string" ? found : "";
}

/** @param {Record<string, any>} document @param {string} keyName @param {Map<string, Key>} keys @returns {Check} */
function issuerCheck(document, keyName, keys) {
  const issuer = issuerOf(document), key = known(keyName, keys);
  if (key && key.controller !== issuer) return check("issuer", "bad", "another_issuer");
  return [...keys.values()].some((one) => one.controller === issuer) ? check("issuer", "good", "known_issuer") : check("issuer", "unknown", "unknown_issuer");
}

/** @param {Record<string, any>} document @param {Map<string, SeenList>} lists @returns {Check} */
function statusCheck(document, lists) {
  const held = document["credentialStatus"];
  if (held === undefined || held === null) return check("status", "good", "no_status");
  /** @type {Check[]} */
  const found = [];
  /** @type {number | null} */
  let oldest = null;
  for (const entry of Array.isArray(held) ? held : [held]) {
    const seen = listOf(entry, document, lists);
    if (!seen) { found.push(check("status", "unknown", "status_unknown")); continue; }
    oldest = Math.min(oldest ?? seen.seenAt, seen.seenAt);
    const index = Number(entry.statusListIndex);
    if ((seen.bits[index >> 3] ?? 0) & (128 >> (index & 7))) {
      found.push(check("status", "bad", seen.purpose === "revocation" ? "revoked" : "suspended", seen.seenAt, seen.seenAt));
    }
  }
  const order = ["revoked", "suspended", "status_unknown"];
  found.sort((one, other) => order.indexOf(one.reason) - order.indexOf(other.reason));
  if (found[0]) return found[0];
  return oldest === null ? check("status", "unknown", "status_unknown") : check("status", "good", "standing", oldest, oldest);
}

/** @param {any} entry @param {Record<string, any>} document @param {Map<string, SeenList>} lists */
function listOf(entry, document, lists) {
  if (entry?.type !== "BitstringStatusListEntry" || typeof entry.statusListIndex !== "string") return null;
  const seen = lists.get(entry.statusListCredential);
  if (!seen || seen.purpose !== entry.statusPurpose || seen.issuer !== issuerOf(document)) return null;
  return /^[0-9]{1,9}$/.test(entry.statusListIndex) && Number(entry.statusListIndex) < seen.bits.length * 8 ? seen : null;
}
