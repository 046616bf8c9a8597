import { MAPPING_REQUIREMENTS } from '../catalogue/mapping.js';
import type { ConformanceTest } from '../conformance-test.js';
import type { Requirement } from '../requirement.js';
import { fail, notApplicable, type Outcome, pass, skip } from '../verdict.js';
import type { CheckedMapping } from './check-mapping.js';

export interface MappingSubject {
  readonly file: string;
  readonly checked: CheckedMapping;
  /** How many goal sets it was held against. */
  readonly goalSets: number;
}

/** Findings of one requirement that a report has. */
const MOST_FINDINGS = 50;
const NAMES: Readonly<Record<string, string>> = {
  'MAPPING-01': 'rows/readable',
  'MAPPING-02': 'rows/contradiction',
  'MAPPING-03': 'goals/unresolved',
  'MAPPING-04': 'goals/code-without-set',
  'MAPPING-05': 'goals/ambiguous-code',
  'MAPPING-06': 'goals/replaced',
  'MAPPING-07': 'links/coverage',
  'MAPPING-08': 'vendor-goals/without-goal',
  'MAPPING-09': 'vendor-goals/without-activity',
  'MAPPING-10': 'vendor-goals/without-title',
  'MAPPING-11': 'rest/left-out',
};
const NEED_GOALS = new Set(['MAPPING-03', 'MAPPING-05', 'MAPPING-06']);

/** One test for each requirement on mappings that a file can show. */
export const MAPPING_TESTS: readonly ConformanceTest<MappingSubject>[] = MAPPING_REQUIREMENTS.flatMap((requirement) => {
  const name = NAMES[requirement.id];
  return name === undefined ? [] : [testOf(requirement, name)];
});

function testOf({ id, en, nl }: Requirement, name: string): ConformanceTest<MappingSubject> {
  return {
    id: `mapping/${name}`,
    requirement: id,
    revision: 1,
    level: 'standard',
    en,
    nl,
    run: (subject) => Promise.resolve(outcomeOf(id, en, subject)),
  };
}

function outcomeOf(id: string, en: string, { file, checked, goalSets }: MappingSubject): Outcome {
  if (goalSets === 0 && NEED_GOALS.has(id)) return skip('no goal set was given: --goals');
  const found = checked.get(id);
  if (found === undefined) return skip('not every row could be read');
  const { looked, what, broken } = found;
  if (broken.length === 0 && looked === 0) return notApplicable(`the mapping has no ${what}`);
  if (broken.length === 0) return pass({ kind: 'file', text: `kept by ${looked} ${what} of ${file}` });
  return fail({
    expected: en.replace(/\.$/, ''),
    actual: `not so for ${broken.length} of ${Math.max(looked, broken.length)} ${what}`,
    evidence: [{ kind: 'file', text: `${file}: ${broken.length} of ${Math.max(looked, broken.length)} ${what}` }],
    findings: broken.slice(0, MOST_FINDINGS).map(({ place, message }) => ({
      rule: id,
      ...(/^line \d+$/.test(place) ? { path: file, line: Number(place.slice(5)) } : { path: `${file}: ${place}` }),
      message,
    })),
  });
}
