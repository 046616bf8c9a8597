import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { hasProfiles, rootOf } from '../../uwlr/messages/catalogue.js';
import type { RuleId } from '../../uwlr/rules.js';
import type { SchemaBreach, SuiteJudge } from '../judge/suite-judge.js';
import type { NotXml, XmlNode } from '../reader/xml-node.js';
import { checkBeyondRules } from './check-beyond-rules.js';
import { checkEnvelope } from './check-envelope.js';
import { type CheckedRules, Checks, mergedRules } from './checks.js';
import { checkPupilData } from './pupils/check-pupil-data.js';
import { checkQuestion } from './pupils/check-question.js';
import { type FileMessage, readMessage } from './read-message.js';
import { checkDefinitions, checkResults } from './results/check-results.js';
import { Declared } from './schema/declared.js';
import { namedBreaches } from './schema/named-breaches.js';
import { schemaLooks } from './schema/schema-looks.js';

export interface CheckMessageOptions {
  readonly judge: SuiteJudge;
  readonly now: Date;
  /** Holds answers with pupil data of UWLR 2 to this profile too. */
  readonly profile?: PupilProfile;
}

/** A file, as far as the suite could read it, and all that it found. */
export interface CheckedMessage extends FileMessage {
  readonly rules: CheckedRules;
  /** What the XSDs say of message and header; absent when there is no schema for what it is. */
  readonly schemaValid?: boolean;
}

/** Reads a file with one message and holds it to all that a message by itself can show. Never throws on what is in it. */
export function checkMessage(bytes: Uint8Array, options: CheckMessageOptions): CheckedMessage {
  const read = readMessage(bytes);
  const { notXml, message, header, version } = read;
  if (notXml !== undefined) return { ...read, schemaValid: false, rules: ofXml(notXml) };
  const envelope = checkEnvelope(read);
  // SOAP 1.2 has rules of its own: nothing in such an envelope is looked at.
  if ((envelope.get('UWLR-SOAP-001')?.broken ?? 0) > 0) return { ...read, rules: mergedRules([ofXml(), envelope]) };
  const judged = [
    ...(message === undefined || version === undefined ? [] : [judge(message, version, options)]),
    ...(header === undefined ? [] : [judgeHeader(header, options)]),
  ].flatMap((one) => one ?? []);
  const rules = mergedRules([
    ofXml(),
    envelope,
    ofVersion(read),
    ...judged.map((one) => one.rules),
    meaningOf(read, options),
    checkBeyondRules(read),
  ]);
  const qualified = (envelope.get('UWLR-AUT-003')?.broken ?? 0) === 0;
  return { ...read, rules, ...(judged.length === 0 ? {} : { schemaValid: qualified && judged.every(({ valid }) => valid) }) };
}

const XML_RULES = ['UWLR-XML-001', 'UWLR-XML-002', 'UWLR-XML-004'] as const;

function ofXml(notXml?: NotXml): CheckedRules {
  const checks = new Checks();
  const broken = notXml === undefined ? undefined : brokenBy(notXml);
  for (const rule of XML_RULES) if (broken === undefined || broken === rule) checks.look(rule);
  if (broken !== undefined) checks.breakAt(broken, '', notXml?.line);
  return checks.rules;
}

function brokenBy({ reason }: NotXml): RuleId {
  if (reason.includes('document type')) return 'UWLR-XML-002';
  return reason.includes('encoding') ? 'UWLR-XML-004' : 'UWLR-XML-001';
}

function ofVersion({ message, root, unsupported }: FileMessage): CheckedRules {
  const checks = new Checks(message);
  if (unsupported !== undefined) checks.hold('UWLR-EX-003', false, unsupported);
  else if (root?.versionPath !== undefined) checks.look('UWLR-EX-003');
  return checks.rules;
}

function meaningOf({ kind, message, version }: FileMessage, { now }: CheckMessageOptions): CheckedRules {
  if (message === undefined) return new Map();
  if (kind === 'pupil-data') return checkPupilData(message, { now, version: version ?? '2.2' });
  if (kind === 'question') return checkQuestion(message);
  if (kind === 'results') return checkResults(message, { now });
  return kind === 'definitions' ? checkDefinitions(message) : new Map();
}

interface Judged {
  readonly valid: boolean;
  readonly rules: CheckedRules;
}

/** What libxml2 says of an element that the standard knows, under the ids of the gateway's rules. */
function judge(element: XmlNode, version: UwlrVersion, { judge: suite, profile }: CheckMessageOptions): Judged | undefined {
  const root = rootOf(`{${element.namespace}}${element.local}`);
  if (root === undefined) return undefined;
  const held = hasProfiles(root) ? profile : undefined;
  const breaches = suite.breaches(element, version, held);
  if (breaches === undefined) return undefined;
  return { valid: breaches.length === 0, rules: named(element, breaches, new Declared(element, root, { version, profile: held })) };
}

function named(element: XmlNode, breaches: readonly SchemaBreach[], declared: Declared): CheckedRules {
  const checks = new Checks(element);
  for (const rule of schemaLooks(declared)) checks.look(rule);
  for (const breach of namedBreaches(breaches, declared)) checks.break(breach.rule, breach.element, breach.attribute, breach.unsure);
  return checks.rules;
}

const AUTORISATIE = 'http://www.edustandaard.nl/leerresultaten/2/autorisatie';

/** The header without what SOAP itself puts on it, and in its namespace: that it is not in it has a rule of its own. */
function judgeHeader(header: XmlNode, options: CheckMessageOptions): Judged | undefined {
  const namespace = header.namespace === '' ? AUTORISATIE : header.namespace;
  const own = (element: XmlNode): XmlNode => {
    const children = element.children.map(own);
    return {
      ...element,
      namespace,
      prefix: '',
      scope: { ...element.scope, '': namespace },
      attributes: element.attributes.filter((attribute) => attribute.namespace === ''),
      children,
      content: children.length === 0 ? element.content : children,
    };
  };
  const judged = judge(own(header), namespace.includes('/1/') ? '1.0' : '2.2', options);
  if (judged === undefined) return undefined;
  const isBroken = [...judged.rules].some(([rule, { broken }]) => rule !== 'UWLR-SCH-029' && broken > 0);
  const checks = new Checks(header);
  checks.hold('UWLR-AUT-002', !isBroken, header);
  const long = judged.rules.get('UWLR-SCH-029');
  return {
    valid: judged.valid,
    rules: mergedRules([checks.rules, ...(long === undefined ? [] : [new Map([['UWLR-SCH-029' as const, long]])])]),
  };
}
