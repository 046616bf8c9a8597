import type { UwlrVersion } from '../../uwlr/finding.js';
import { VAKGEBIEDEN_URI } from '../../uwlr/vocabularies.js';
import { escaped } from '../reader/write-node.js';
import { element, namespaceOf, schoolElements } from './write.js';

/** A result as a message has it. */
export interface ResultItem {
  readonly key: string;
  /** The usual test unless given. */
  readonly test?: string;
  /** Of the test; '' for the total of the whole test. The first part unless given. */
  readonly part?: string;
  /** XML of the value; a score of 6 unless given. */
  readonly value?: string;
}

export interface PupilItem {
  /** '' to leave it out. */
  readonly leerlingid: string;
  readonly eckid?: string;
  readonly staff?: string;
  readonly results: readonly ResultItem[];
}

export interface ResultsMessage {
  readonly school: string;
  readonly schoolYear: string;
  /** As `aanmaakdatum` says it. */
  readonly createdAt: string;
  /** Day of the tests. */
  readonly day: string;
  readonly xsdversie?: string;
  readonly pupils: readonly PupilItem[];
  /** XML of the tests; the usual one unless given. */
  readonly tests?: string;
}

/** The usual test, with two parts and scores from 0 to 10. */
export const TEST_CODE = 'CONFORM-1';
export const PARTS = ['CONFORM-1-A', 'CONFORM-1-B'] as const;
export const HIGHEST = 10;

/** Results as the Body has them (spec c.10); the names of 1.0 are those of the gateway's grammar, for its files are not public. */
export function resultsBody(version: UwlrVersion, message: ResultsMessage): string {
  const { school, schoolYear, createdAt, day, xsdversie = version, pupils, tests = testElement(version) } = message;
  const name = version === '1.0' ? 'leerresultatenverzoek' : 'leerresultaten_verzoek';
  const head =
    element('schooljaar', schoolYear) + schoolElements(school) + element('aanmaakdatum', createdAt) + element('xsdversie', xsdversie);
  return (
    `<${name} xmlns="${namespaceOf('leerresultaten', version)}"><school>${head}</school>` +
    `<toetsafnames>${pupils.map((pupil) => takenElement(pupil, day)).join('')}</toetsafnames><toetsen>${tests}</toetsen></${name}>`
  );
}

function takenElement({ leerlingid, eckid, staff, results }: PupilItem, day: string): string {
  const who = [
    leerlingid === '' ? '' : element('leerlingid', leerlingid),
    eckid === undefined ? '' : element('eckid', eckid),
    staff === undefined ? '' : element('resultaatverwerkerid', staff),
  ].join('');
  return `<toetsafname>${who}<resultaten>${results.map((result) => resultElement(result, day)).join('')}</resultaten></toetsafname>`;
}

function resultElement({ key, test = TEST_CODE, part = PARTS[0], value = element('score', '6') }: ResultItem, day: string): string {
  const of = element('toetscode', test) + (part === '' ? '' : element('toetsonderdeelcode', part));
  return `<resultaat key="${escaped(key)}">${element('afnamedatum', day)}${of}${value}</resultaat>`;
}

export interface TestShape {
  readonly code?: string;
  /** XML of its norms; from 0 to 10 unless given. */
  readonly norms?: string;
  /** XML of its subject. */
  readonly subject?: string;
  /** XML of its norms as a whole, and its place in a hierarchy. Not in 1.0. */
  readonly whole?: string;
  /** Numbers and codes of its parts. */
  readonly parts?: readonly (readonly [number: string, code: string])[];
}

/** A test as a message has it (spec c.11). */
export function testElement(version: UwlrVersion, shape: TestShape = {}): string {
  const { code = TEST_CODE, norms = usualNorms(version), subject = '', whole = '', parts } = shape;
  const all = (parts ?? PARTS.map((part, at) => [String(at + 1), part] as const)).map(
    ([number, part]) =>
      `<toetsonderdeel>${element('toetsonderdeelvolgnummer', number)}${element('toetsonderdeelcode', part)}${norms}</toetsonderdeel>`,
  );
  const name = element('toetsnaam', 'Proeftoets van de conformiteitstest');
  return `<toets>${element('toetscode', code)}${name}${subject}${whole}<toetsonderdelen>${all.join('')}</toetsonderdelen></toets>`;
}

/** Norms of a part, from `from` up to `to`. */
export function normsOfPart(version: UwlrVersion, from: number, to: number): string {
  if (version === '1.0')
    return `<toetsonderdeelnormering maxscore="${to}"><norm>${element('term', 'alles')}${element('scoregrotergelijkaan', String(from))}</norm></toetsonderdeelnormering>`;
  return `<toetsonderdeelnormering>${norm('alles', from, to)}</toetsonderdeelnormering>`;
}

export function norm(term: string, from: number, to: number, more = ''): string {
  return `<norm>${element('term', term)}${element('beginnormwaarde', String(from))}${element('eindnormwaarde', String(to))}${more}</norm>`;
}

function usualNorms(version: UwlrVersion): string {
  return normsOfPart(version, 0, HIGHEST);
}

/** The subject of a test, bound to the recommended vocabulary (spec g) unless another is given. */
export function subjectElement(term: string, vocabulary = VAKGEBIEDEN_URI): string {
  return `<vakgebied vocabulaire="${escaped(vocabulary)}">${escaped(term)}</vakgebied>`;
}
