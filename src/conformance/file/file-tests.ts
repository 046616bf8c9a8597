import type { UwlrVersion } from '../../uwlr/finding.js';
import { BEYOND_REQUIREMENTS } from '../catalogue/message/beyond.js';
import { ENVELOPE_REQUIREMENTS } from '../catalogue/message/envelope.js';
import { EXCHANGE_REQUIREMENTS } from '../catalogue/message/exchange.js';
import { KEY_REQUIREMENTS, PEOPLE_REQUIREMENTS } from '../catalogue/message/pupils.js';
import { FIGURE_REQUIREMENTS, TAKING_REQUIREMENTS } from '../catalogue/message/results.js';
import { SHAPE_REQUIREMENTS, VALUE_REQUIREMENTS } from '../catalogue/message/schema.js';
import type { ConformanceTest } from '../conformance-test.js';
import type { Requirement } from '../requirement.js';
import { type Evidence, fail, notApplicable, type Outcome, pass, review } from '../verdict.js';
import type { CheckedRule, CheckId } from './checks.js';
import type { CheckedFile, FileSubject } from './file-subject.js';

/** Files that one piece of evidence names. */
const MOST_NAMED = 5;
/** Findings of one requirement that a report has, over all files. */
const MOST_FINDINGS = 200;

/** Requirements by what they are about: the first part of the id of a test. */
const SUBJECTS: Readonly<Record<string, readonly Requirement[]>> = {
  envelope: ENVELOPE_REQUIREMENTS,
  shape: SHAPE_REQUIREMENTS,
  values: VALUE_REQUIREMENTS,
  keys: KEY_REQUIREMENTS,
  people: PEOPLE_REQUIREMENTS,
  takings: TAKING_REQUIREMENTS,
  figures: FIGURE_REQUIREMENTS,
  version: EXCHANGE_REQUIREMENTS,
  more: BEYOND_REQUIREMENTS,
};

/** One test for each requirement on messages that a file can show, in the order of the catalogue. */
export const FILE_TESTS: readonly ConformanceTest<FileSubject>[] = Object.entries(SUBJECTS).flatMap(([subject, requirements]) =>
  requirements.filter(({ status, notTestable }) => status !== 'unknown' && notTestable === undefined).map((one) => testOf(one, subject)),
);

function testOf(requirement: Requirement, subject: string): ConformanceTest<FileSubject> {
  const { id, en, nl } = requirement;
  return {
    id: `message/${subject}/${id.toLowerCase()}`,
    requirement: id,
    revision: 1,
    level: 'standard',
    en,
    nl,
    run: ({ files }) => Promise.resolve(outcomeOf(requirement, files)),
  };
}

interface Seen {
  readonly file: CheckedFile;
  readonly checked: CheckedRule;
}

function outcomeOf({ id, versions, en }: Requirement, files: readonly CheckedFile[]): Outcome {
  const seen = files.flatMap((file): Seen[] => {
    const checked = isOf(versions, file.version) ? file.rules.get(id as CheckId) : undefined;
    return checked === undefined ? [] : [{ file, checked }];
  });
  const broken = seen.filter(({ checked }) => checked.broken > 0);
  const places = sum(seen, ({ checked }) => checked.looked);
  if (broken.length === 0 && places === 0) return notApplicable('there is nothing in the files that it is about');
  if (broken.length === 0) return pass(evidence(`kept in ${inPlaces(places)}`, seen));
  const many = sum(broken, ({ checked }) => checked.broken);
  const breach = {
    expected: en.replace(/\.$/, ''),
    actual: `not so in ${inPlaces(many)}`,
    evidence: [evidence(`broken in ${inPlaces(many)}`, broken)] as const,
    findings: broken
      .flatMap(({ file, checked }) => checked.findings.map((finding) => ({ ...finding, path: `${file.file}: ${finding.path}` })))
      .slice(0, MOST_FINDINGS),
  };
  return sum(broken, ({ checked }) => checked.unsure) === many ? review(breach) : fail(breach);
}

/** A message without a version, such as a fault, is held to what holds for all. */
function isOf(versions: readonly UwlrVersion[], version: UwlrVersion | undefined): boolean {
  return version === undefined || versions.includes(version);
}

function sum(seen: readonly Seen[], of: (one: Seen) => number): number {
  return seen.reduce((total, one) => total + of(one), 0);
}

function inPlaces(places: number): string {
  return places === 1 ? '1 place' : `${places} places`;
}

function evidence(what: string, seen: readonly Seen[]): Evidence {
  const names = seen.slice(0, MOST_NAMED).map(({ file }) => file.file);
  const more = seen.length - names.length;
  return { kind: 'file', text: `${what}: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}` };
}
