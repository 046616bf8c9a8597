import { describe, expect, test } from '@jest/globals';
import type { TaggedActivity } from '../../src/goals/tagged-activity.js';
import { type GoalResolver, type MappedGoal, Tagger } from '../../src/goals/tagger.js';

const HOURS = 'https://doelen.voorbeeld/uuid/00000000-0000-4000-8000-000000000067';
const LENGTHS = 'https://doelen.voorbeeld/uuid/00000000-0000-4000-8000-000000000001';
const SET = { set: 'verzonnen', setVersion: '1' };
const SET_URI = 'https://doelen.voorbeeld/sets/verzonnen/1';
const UNLOADED = 'bk:11111111-0000-4000-8000-000000000000';

/** Two goals, of which one is also known by its code in its set. */
const GOALS: GoalResolver = {
  resolve: (written, { set }) => {
    if (written === HOURS) return { goal: HOURS, ...SET, via: 'uri' };
    if (written === LENGTHS) return { goal: LENGTHS, ...SET, via: 'uri' };
    return written === 'V.1' && set === SET_URI ? { goal: HOURS, ...SET, via: 'code' } : undefined;
  },
};

const TEST: TaggedActivity = { code: { value: 'KLOK' }, version: '2', hierarchy: [] };

function row(via: MappedGoal['via'], goal: string, more: Partial<MappedGoal> = {}): MappedGoal {
  return { goal, coverage: 'unknown', via, assertedBy: via === 'school' ? 'school' : 'supplier', mappingVersion: 3, ...more };
}

function tag(activity: TaggedActivity, ...rows: readonly MappedGoal[]) {
  const tagger = new Tagger(GOALS, { linksFor: () => rows }, { sets: 1, mappings: 1 });
  return tagger.tag('99XX', 'TESTEA', activity);
}

describe('the goals of an activity', () => {
  test('are those that the message itself names, in its code, its part and its hierarchy', () => {
    const activity = { code: { value: HOURS }, part: { value: 'V.1', vocabulary: SET_URI }, hierarchy: [{ value: LENGTHS }] };
    expect(tag(activity)).toEqual([
      { goal: HOURS, ...SET, coverage: 'unknown', via: 'message', assertedBy: 'supplier', original: HOURS },
      { goal: HOURS, ...SET, coverage: 'unknown', via: 'code', assertedBy: 'supplier', original: 'V.1' },
      { goal: LENGTHS, ...SET, coverage: 'unknown', via: 'message', assertedBy: 'supplier', original: LENGTHS },
    ]);
  });

  test('are looked for in the registry when the message names none, and the very version comes before any version', () => {
    const exact = row('registry', HOURS, { supplierGoal: { id: 'KL-1', title: 'Hele uren' } });
    expect(tag(TEST, row('registry-any-version', LENGTHS), exact)).toEqual([
      {
        goal: HOURS,
        ...SET,
        supplierGoal: { id: 'KL-1', title: 'Hele uren' },
        coverage: 'unknown',
        via: 'registry',
        assertedBy: 'supplier',
        mappingVersion: '3',
        original: HOURS,
      },
    ]);
    expect(tag(TEST, row('school', HOURS), row('registry-any-version', LENGTHS))).toMatchObject([{ goal: LENGTHS }]);
    expect(tag(TEST, row('school', HOURS))).toMatchObject([{ goal: HOURS, via: 'school', assertedBy: 'school' }]);
    expect(tag({ ...TEST, code: { value: LENGTHS } }, exact)).toMatchObject([{ goal: LENGTHS, via: 'message' }]);
  });

  test('may be several at once, each with how it fits', () => {
    const both = tag(TEST, row('registry', HOURS, { coverage: 'partial' }), row('registry', LENGTHS));
    expect(both.map(({ goal, coverage }) => [goal, coverage])).toEqual([
      [HOURS, 'partial'],
      [LENGTHS, 'unknown'],
    ]);
  });

  test('that no loaded set has are kept as they were written, and the search goes on', () => {
    const activity = { ...TEST, hierarchy: [{ value: UNLOADED }] };
    const links = tag(activity, row('registry', 'RW.9.999'), row('school', HOURS));
    expect(links.map(({ goal, via, original }) => [goal, via, original])).toEqual([
      [undefined, 'message', UNLOADED],
      [undefined, 'registry', 'RW.9.999'],
      [HOURS, 'school', HOURS],
    ]);
  });

  test('are none when nobody says so: a code of the vendor and a code without its set are no goals', () => {
    const activity = {
      code: { value: 'V.1' },
      part: { value: 'V.1', vocabulary: 'urn:iets:anders' },
      hierarchy: [{ value: 'Klokkijken' }],
    };
    expect(tag(activity)).toEqual([]);
  });

  test('of some days only leave the other days to the next step', () => {
    const until = row('registry', HOURS, { validUntil: '2026-01-31' });
    expect(tag(TEST, until, row('school', LENGTHS))).toMatchObject([{ goal: HOURS, validUntil: '2026-01-31' }, { goal: LENGTHS }]);
  });

  test('are five hundred at most', () => {
    const hierarchy = Array.from({ length: 2_000 }, (_, at) => ({ value: `bk:${at}` }));
    expect(tag({ ...TEST, hierarchy })).toHaveLength(500);
  });

  test('of a supplier goal without a public one are the supplier goal alone', () => {
    const { goal: _, ...unmapped } = row('registry', '', { supplierGoal: { id: 'KL-9' } });
    expect(tag(TEST, unmapped)).toEqual([
      { supplierGoal: { id: 'KL-9' }, coverage: 'unknown', via: 'registry', assertedBy: 'supplier', mappingVersion: '3', original: 'KL-9' },
    ]);
  });
});

test('an activity that comes again costs no second search, until a tagger of other sets and mappings takes over', () => {
  let asked = 0;
  const mappings = {
    linksFor: () => {
      asked += 1;
      return [];
    },
  };
  const tagger = new Tagger(GOALS, mappings, { sets: 1, mappings: 1 });
  expect(tagger.rowOf('99XX', 'TESTEA', TEST)).toBe(tagger.rowOf('99XX', 'TESTEA', { ...TEST }));
  expect(asked).toBe(1);
  expect(tagger.rowOf('99XX', 'TESTEB', TEST)).not.toBe(tagger.rowOf('99XX', 'TESTEA', TEST));
  expect(asked).toBe(2);
});
