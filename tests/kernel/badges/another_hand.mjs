// Another hand's verifier (Digital Bazaar's vc) looks at what ours signed, and signs something for ours to look at.
// Standard input: {credential, lists, keyDocument, unsigned, secret, at, contexts: {address: text}}, every document as ours says it.
// Standard output: {credential: {verified, error, statuses}, altered: {…}, quads, signed}.
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import jsonld from 'jsonld';
import {readFileSync} from 'node:fs';

const given = JSON.parse(readFileSync(0, 'utf8'));
const method = given.keyDocument.verificationMethod[0];
const known = new Map(Object.entries(given.contexts));
known.set(given.keyDocument.id, given.keyDocument);
known.set(method.id, {'@context': 'https://w3id.org/security/multikey/v1', ...method});
for(const list of given.lists) {
  known.set(list.id, list);
}

async function documentLoader(url) {
  const document = known.get(url);
  if(!document) {
    throw new Error(`not known: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

const suite = new DataIntegrityProof({cryptosuite});
const now = new Date(given.at);

async function judged(credential) {
  const result = await vc.verifyCredential({credential, suite, documentLoader, now, checkStatus: async options => checkStatus({
    ...options, suite, documentLoader, verifyBitstringStatusListCredential: true,
  })});
  const errors = result.error?.errors?.map(one => one.message) ?? [result.error?.message];
  const statuses = Object.fromEntries(result.statusResult?.results?.map(
    one => [one.credentialStatus.statusPurpose, one.status]) ?? []);
  return {verified: result.verified, error: result.verified ? null : errors.join('; '), statuses};
}

const altered = structuredClone(given.credential);
altered.credentialSubject.achievement.name += '.';
const {proof, ...bare} = given.credential;
const key = await Ed25519Multikey.from({...method, secretKeyMultibase: given.secret});
const signing = new DataIntegrityProof({signer: key.signer(), cryptosuite, date: given.at});
console.log(JSON.stringify({
  credential: await judged(given.credential),
  altered: await judged(altered),
  quads: await jsonld.canonize(bare, {algorithm: 'RDFC-1.0', format: 'application/n-quads', documentLoader, safe: true}),
  signed: await vc.issue({credential: structuredClone(given.unsigned), suite: signing, documentLoader, now}),
}));
