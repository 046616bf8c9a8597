// What the gateway does with a message between the socket and the store: read, validate, check, minimise, translate.
import { randomBytes } from 'node:crypto';
import { deliverRows } from '../../dist/exchange/intake/slices.js';
import { checkResults } from '../../dist/model/incoming/check-results.js';
import { uwlrMessage } from '../../dist/model/incoming/uwlr-message.js';
import { KnownTests } from '../../dist/model/results/known-tests.js';
import { Keyring } from '../../dist/privacy/keys/keyring.js';
import { SlicePacker } from '../../dist/store/tables/results/slice-packer.js';
import { Findings } from '../../dist/uwlr/findings.js';
import { answerWithPasses } from './passes.js';
import { readMessage } from './read-message.js';

const keyring = Keyring.fromSecret(randomBytes(48).toString('base64'));
const tests = new KnownTests();
const schoolKey = keyring.unwrapSchoolKey('99AA', keyring.wrapSchoolKey('99AA'));

function pass(file) {
  const findings = new Findings('strict');
  const message = readMessage(file, findings);
  const { value, version } = message;
  for (const _ of checkResults(value, message, findings, { now: new Date() }));
  if (findings.count > 0) throw new Error(`the message of the bench has findings: ${findings.list[0].rule} at ${findings.list[0].path}`);
  const origin = { version, party: 'BENCHEA', school: '99AA' };
  const rows = deliverRows({ ...origin, message: uwlrMessage(value), infourl: { keep: 'none' }, schoolKey, aliases: new Map(), tests });
  let results = 0;
  let characters = 0;
  const packer = new SlicePacker(origin.school);
  for (const slice of rows.slices) {
    results += slice.results.length;
    const { shared, results: own } = packer.pack(slice);
    for (const cell of [...shared, ...own]) if (typeof cell === 'string') characters += cell.length;
  }
  return { results, characters, strips: rows.strips().length };
}

answerWithPasses(pass);
