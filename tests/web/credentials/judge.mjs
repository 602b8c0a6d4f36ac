// The verifier's own modules, as a browser has them, judge what stands on standard input.
import {readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const given = JSON.parse(readFileSync(0, 'utf8'));
const from = name => import(pathToFileURL(`${given.modules}/${name}.js`).href);
const {verify, seenList} = await from('verifying');
const {keysOf} = await from('keys');
const {Unreadable, unbaked} = await from('reading');

const seen = {keys: new Map(), lists: new Map(), contexts: given.contexts};
for(const document of given.keys) for(const key of keysOf(document, given.at)) seen.keys.set(key.address, key);
for(const text of given.lists) {
  const list = await seenList(text, seen, given.at, given.at);
  if(list) seen.lists.set(list.address, list);
}
let answer;
try {
  const text = given.picture ? unbaked(Uint8Array.from(Buffer.from(given.picture, 'base64'))) : given.text;
  answer = (await verify(text, seen, given.at)).checks.map(one => [one.outcome, one.reason]);
} catch(error) {
  if(!(error instanceof Unreadable)) throw error;
  answer = 'unreadable';
}
console.log(JSON.stringify(answer));
