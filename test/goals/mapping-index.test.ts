import { describe, expect, test } from '@jest/globals';
import { type IndexedRow, MappingIndex } from '../../src/goals/mapping/mapping-index.js';
import { type RowFields, rowsOf } from '../../src/goals/mapping/row-fields.js';
import type { TaggedActivity } from '../../src/goals/tagged-activity.js';
import { MOST_LINKS } from '../../src/goals/tagger.js';

const PARTY = 'TESTEA';

/** Rows of the mapping of a party, all of one version; of a school when that is given. */
function rows(lines: readonly RowFields[], { school = '', version = 1, assertedBy = 'supplier' } = {}): IndexedRow[] {
  return lines.flatMap((fields) => rowsOf(fields).map((row) => ({ party: PARTY, school, row, assertedBy, version })));
}

function activity(code: string, more: Partial<TaggedActivity> = {}): TaggedActivity {
  return { code: { value: code }, hierarchy: [], ...more };
}

/** The goals that an activity is about, each with how it was found. */
function goals(index: MappingIndex, of: TaggedActivity, isGoal?: (goal: string) => boolean): string[] {
  return index.linksFor('99XX', PARTY, of, isGoal).map(({ goal = '-', via }) => `${goal} ${via}`);
}

describe('the mapping of an activity', () => {
  test('is that of its very version before that of any version', () => {
    const index = new MappingIndex(
      rows([
        { code: 'KLOK', goal: 'any' },
        { code: 'KLOK', version: '2', goal: 'second' },
      ]),
    );
    expect(goals(index, activity('KLOK', { version: '2' }))).toEqual(['second registry']);
    expect(goals(index, activity('KLOK', { version: '3' }))).toEqual(['any registry-any-version']);
    expect(goals(index, activity('KLOK'))).toEqual(['any registry-any-version']);
    expect(goals(index, activity('MAAT'))).toEqual([]);
  });

  test('is that of a part before that of its test, and that of a test before that of its place in the tree', () => {
    const index = new MappingIndex(
      rows([
        { hierarchy: 'Meten', goal: 'measuring' },
        { hierarchy: 'Tijd', goal: 'time' },
        { product: 'Rekenen', goal: 'product' },
        { code: 'KLOK', goal: 'clock' },
        { code: 'KLOK', part: '1', goal: 'whole hours' },
      ]),
    );
    const hierarchy = [{ value: 'Meten' }, { value: 'Tijd' }];
    expect(goals(index, activity('KLOK', { part: { value: '1' }, hierarchy }))).toEqual(['whole hours registry-any-version']);
    expect(goals(index, activity('KLOK', { part: { value: '2' }, hierarchy }))).toEqual(['clock registry-any-version']);
    expect(goals(index, activity('X', { hierarchy }))).toEqual(['time registry-any-version']);
    expect(goals(index, activity('X', { hierarchy: [{ value: 'Meten' }], product: 'Rekenen' }))).toEqual([
      'measuring registry-any-version',
    ]);
    expect(goals(index, activity('X', { product: 'Rekenen' }))).toEqual(['product registry-any-version']);
  });

  test('fits only where all that it names does', () => {
    const index = new MappingIndex(
      rows([
        { code: 'K', codeVocabulary: 'urn:a', goal: 'of list a' },
        { part: 'p', partVocabulary: 'urn:p', goal: 'of any test' },
        { product: 'Taal', code: 'T', goal: 'of Taal' },
      ]),
    );
    expect(goals(index, activity('K'))).toEqual([]);
    expect(goals(index, { code: { value: 'K', vocabulary: 'urn:a' }, hierarchy: [] })).toEqual(['of list a registry-any-version']);
    expect(goals(index, activity('Q', { part: { value: 'p', vocabulary: 'urn:p' } }))).toEqual(['of any test registry-any-version']);
    expect(goals(index, activity('Q', { part: { value: 'p' } }))).toEqual([]);
    expect(goals(index, activity('T', { product: 'Rekenen' }))).toEqual([]);
    expect(goals(index, activity('T', { product: 'Taal' }))).toEqual(['of Taal registry-any-version']);
  });

  test('goes by the goals of the vendor, many to many, with the words of the vendor for them', () => {
    const index = new MappingIndex([
      ...rows([
        { code: 'KLOK', supplierGoal: 'KL-1', coverage: 'partial' },
        { code: 'KLOK', supplierGoal: 'KL-2' },
        { code: 'KLOK', supplierGoal: 'KL-3' },
        { supplierGoal: 'KL-1', supplierGoalTitle: 'Hele uren' },
      ]),
      ...rows(
        [
          { supplierGoal: 'KL-1', goal: 'bk:1', coverage: 'full' },
          { supplierGoal: 'KL-1', goal: 'bk:2', coverage: 'broader' },
          { supplierGoal: 'KL-2', goal: 'RW.1.067', goalSet: 'urn:set' },
        ],
        { version: 4, assertedBy: 'adviser' },
      ),
    ]);
    const hours = { id: 'KL-1', title: 'Hele uren' };
    const found = { via: 'registry-any-version', assertedBy: 'adviser', mappingVersion: 4 };
    expect(index.linksFor('99XX', PARTY, activity('KLOK'))).toEqual([
      { ...found, supplierGoal: hours, goal: 'bk:1', coverage: 'partial' },
      { ...found, supplierGoal: hours, goal: 'bk:2', coverage: 'unknown' },
      { ...found, supplierGoal: { id: 'KL-2' }, goal: 'RW.1.067', goalSet: 'urn:set', coverage: 'unknown' },
      // Nobody says which public goal this one goes with: it is not guessed.
      { supplierGoal: { id: 'KL-3' }, coverage: 'unknown', via: 'registry-any-version', assertedBy: 'supplier', mappingVersion: 1 },
    ]);
    expect(index.goalsOf('99XX', PARTY, 'KL-1').map(({ goal, coverage }) => [goal, coverage])).toEqual([
      ['bk:1', 'full'],
      ['bk:2', 'broader'],
    ]);
  });

  test('knows what a goal of the vendor goes with from rows that name both for an activity, as far as no row is about the goal itself', () => {
    const beside = [
      { code: 'KLOK', supplierGoal: 'KL-1', goal: 'bk:1', coverage: 'partial' },
      { code: 'WEGEN', supplierGoal: 'W-1', goal: 'bk:3' },
      { supplierGoal: 'W-1', goal: 'bk:4' },
    ] as const;
    const index = new MappingIndex(rows([...beside]));
    const goals = (id: string) => index.goalsOf('99XX', PARTY, id).map(({ goal }) => goal);
    expect(['KL-1', 'W-1', 'KL-9'].map(goals)).toEqual([['bk:1'], ['bk:4'], []]);
  });

  test("is the school's own only where the vendor's gives no goal, and never that of another school", () => {
    const own = rows(
      [
        { code: 'KLOK', goal: 'of the school' },
        { code: 'MAAT', goal: 'of the school' },
        { supplierGoal: 'W-1', goal: 'by the school' },
      ],
      {
        school: '99XX',
        assertedBy: 'school',
      },
    );
    const index = new MappingIndex([
      ...rows([
        { code: 'KLOK', goal: 'of the vendor' },
        { code: 'WEEG', supplierGoal: 'W-1' },
      ]),
      ...own,
    ]);
    expect(goals(index, activity('KLOK'))).toEqual(['of the vendor registry-any-version']);
    expect(goals(index, activity('KLOK'), (goal) => goal !== 'of the vendor')).toEqual([
      'of the vendor registry-any-version',
      'of the school school',
    ]);
    expect(goals(index, activity('MAAT'))).toEqual(['of the school school']);
    expect(index.linksFor('99XX', PARTY, activity('WEEG'))).toMatchObject([
      { supplierGoal: { id: 'W-1' }, goal: 'by the school', via: 'school', assertedBy: 'school' },
    ]);
    expect(index.linksFor('99YY', PARTY, activity('MAAT'))).toEqual([]);
    expect(index.linksFor('99YY', PARTY, activity('WEEG'))).toMatchObject([{ supplierGoal: { id: 'W-1' }, via: 'registry-any-version' }]);
    expect(index.linksFor('99XX', 'TESTEB', activity('KLOK'))).toEqual([]);
  });

  test('of some days leaves the other days to what is said less exactly, and of no day to two of them', () => {
    const index = new MappingIndex([
      ...rows([
        { code: 'KLOK', version: '2', goal: 'then', validUntil: '2026-07-31' },
        { code: 'KLOK', goal: 'now' },
        { code: 'KLOK', goal: 'only once', validFrom: '2026-01-01', validUntil: '2026-12-31' },
        { code: 'MAAT', supplierGoal: 'M', validFrom: '2026-03-01' },
        { supplierGoal: 'M', goal: 'before', validUntil: '2026-02-28' },
        { supplierGoal: 'M', goal: 'after', validFrom: '2026-01-01', validUntil: '2026-12-31' },
      ]),
    ]);
    const days = (of: TaggedActivity) =>
      index.linksFor('99XX', PARTY, of).map(({ goal, validFrom = '', validUntil = '' }) => `${goal} ${validFrom}..${validUntil}`);
    expect(days(activity('KLOK', { version: '2' }))).toEqual(['then ..2026-07-31', 'now 2026-08-01..', 'only once 2026-08-01..2026-12-31']);
    expect(days(activity('MAAT'))).toEqual(['after 2026-03-01..2026-12-31']);
  });

  test('is cut off where it is about more goals than any test can be', () => {
    const supplier = Array.from({ length: 2_000 }, (_, at) => ({ code: 'KLOK', supplierGoal: `K-${at}` }));
    const goal = supplier.flatMap(({ supplierGoal }) => [
      { supplierGoal, goal: 'bk:1' },
      { supplierGoal, goal: 'bk:2' },
    ]);
    const index = new MappingIndex(rows([...supplier, ...goal]));
    expect(index.linksFor('99XX', PARTY, activity('KLOK'))).toHaveLength(MOST_LINKS);
  });
});
