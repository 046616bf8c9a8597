import { FAULT_CODES } from '../../uwlr/fault-code.js';
import { SOAP_11 } from '../reader/soap-answer.js';
import { allOf, child, childrenOf, declaredAs, type XmlNode } from '../reader/xml-node.js';
import { type CheckedRules, Checks } from './checks.js';
import { pupilDataOf } from './pupils/pupil-data.js';
import type { FileMessage } from './read-message.js';

/** What the gateway accepts without a word, and the standard or good practice asks for all the same. */
export function checkBeyondRules({ message, kind, envelope }: FileMessage): CheckedRules {
  const checks = new Checks(message);
  if (message === undefined) return checks.rules;
  if (kind === 'fault') checkFault(message, envelope?.namespace ?? SOAP_11, checks);
  if (kind === 'pupil-data') checkPupilAnswer(message, checks);
  if (kind !== 'fault' && kind !== 'unknown') checkTexts(message, checks);
  return checks.rules;
}

const NAMES_OF_SCHOOL = ['brincode', 'instellingsnummer', 'schoolkey'];
/** As the standard writes it (H21); the schema lets 200 pass. */
const LONGEST_NAME = 70;

function checkPupilAnswer(message: XmlNode, checks: Checks): void {
  const data = pupilDataOf(message);
  if (data === undefined) return;
  const { school, pupils, staff } = data;
  checks.hold(
    'MESSAGE-01',
    NAMES_OF_SCHOOL.some((name) => child(school, name) !== undefined),
    school,
  );
  for (const name of [...pupils, ...staff].flatMap((person) => childrenOf(person, 'achternaam')))
    checks.hold('MESSAGE-03', [...name.text].length <= LONGEST_NAME, name);
}

const CODES = new Set(['schooljaar', 'brincode', 'dependancecode']);
const MOMENTS = new Set(['aanmaakdatum', 'laatstontvangengegevens', 'mutatiedatum']);
const MOMENT = /T\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?\s*$/;

function checkTexts(message: XmlNode, checks: Checks): void {
  for (const element of allOf(message)) {
    if (CODES.has(element.local)) checks.hold('MESSAGE-07', /^[\x20-\x7e\s]*$/.test(element.text), element);
    const moment = MOMENTS.has(element.local) ? MOMENT.exec(element.text) : null;
    if (moment !== null) checks.hold('MESSAGE-02', moment[1] !== undefined, element);
  }
}

/** Codes that SOAP 1.1 has itself. */
const OF_SOAP = ['VersionMismatch', 'MustUnderstand'];
const KNOWN: ReadonlySet<string> = new Set([...FAULT_CODES, ...OF_SOAP]);

function checkFault(fault: XmlNode, envelope: string, checks: Checks): void {
  const code = child(fault, 'faultcode');
  if (code === undefined) {
    checks.hold('MESSAGE-05', false, fault);
  } else {
    const written = code.text.trim();
    const colon = written.indexOf(':');
    checks.hold('MESSAGE-04', declaredAs(code.scope, colon === -1 ? '' : written.slice(0, colon)) === envelope, code);
    checks.hold('MESSAGE-05', KNOWN.has(written.slice(colon + 1)), code);
  }
  checks.hold('MESSAGE-06', (child(fault, 'faultstring')?.text.trim() ?? '') !== '', fault);
}
