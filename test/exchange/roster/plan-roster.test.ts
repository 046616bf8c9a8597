import { describe, expect, test } from '@jest/globals';
import { identifyRoster } from '../../../src/exchange/roster/identify-roster.js';
import { type PlanOptions, planRoster } from '../../../src/exchange/roster/plan-roster.js';
import type { ExchangeRecord } from '../../../src/store/store.js';
import { BASE_GROUP, COMBINED_GROUP, FULL_LEARNER, FULL_ROSTER, GROUPS, learner, ORIGIN, roster } from './support/invented-roster.js';
import { KeptRoster, SCHOOL, SCHOOL_KEY } from './support/kept-roster.js';

const OPTIONS: PlanOptions = {
  schoolKey: SCHOOL_KEY,
  school: SCHOOL,
  version: '2.3',
  at: '2026-09-01T06:00:00.000Z',
  aliases: [],
  memberships: [],
};
const { roster: FULL } = identifyRoster(FULL_ROSTER, { schoolKey: SCHOOL_KEY, aliases: new Map(), stamp: 'nu' });

/** A store that holds these learners in the two groups of `GROUPS`. */
function kept(...learners: Parameters<typeof roster>[0]): KeptRoster {
  const store = new KeptRoster();
  store.sync(roster(learners, { groups: GROUPS }));
  return store;
}

const inBase = learner({ key: 'nep-1' }, { group: BASE_GROUP.key });
const inBoth = learner({ key: 'nep-2' }, { group: BASE_GROUP.key, combinedGroups: [COMBINED_GROUP.key] });

describe('the first roster', () => {
  test('is put in as a whole, in the order of the source', () => {
    const { change, summary } = planRoster(FULL, undefined, OPTIONS);
    expect(change).toEqual({
      head: { school: SCHOOL, ...ORIGIN, receivedAt: OPTIONS.at, version: '2.3' },
      base: 0,
      upserts: [
        expect.objectContaining({ kind: 'group', position: 0 }),
        expect.objectContaining({ kind: 'group', position: 1 }),
        expect.objectContaining({ kind: 'learner', position: 0 }),
        expect.objectContaining({ kind: 'teacher', position: 0 }),
      ],
      left: [],
      joined: ['learner', 'learner', 'teacher', 'teacher'].map((memberKind) => expect.objectContaining({ memberKind })),
      parted: [],
      aliases: [],
      at: OPTIONS.at,
    });
    expect(summary).toEqual({
      learners: { before: 0, after: 1, added: 1, changed: 0, left: 0 },
      groups: { before: 0, after: 2, added: 2, changed: 0, left: 0 },
      teachers: { before: 0, after: 1, added: 1, changed: 0, left: 0 },
      memberships: { joined: 4, parted: 0 },
      unchanged: false,
    });
  });

  test('says where it came from, and carries the exchange', () => {
    const exchange = { id: 'nep' } as unknown as ExchangeRecord;
    const { change } = planRoster({ ...FULL, origin: { schoolYear: '2026-2027' } }, undefined, { ...OPTIONS, party: 'nep-las', exchange });
    expect(change.head).toEqual({ school: SCHOOL, schoolYear: '2026-2027', receivedAt: OPTIONS.at, party: 'nep-las', version: '2.3' });
    expect(change.exchange).toBe(exchange);
  });

  test('opens again as it was', () => {
    const store = new KeptRoster();
    store.sync(FULL_ROSTER, 'nu');
    expect(store.open()).toEqual(FULL);
  });

  test('keeps nothing that the model does not know, even if it gets that far', () => {
    const more = { ...FULL_LEARNER, bsn: '999999990', name: { ...FULL_LEARNER.name, voornamen: 'Nepvoornaam' } };
    const store = new KeptRoster();
    store.sync({ ...FULL_ROSTER, learners: [more] }, 'nu');
    expect(store.open()).toEqual(FULL);
  });
});

describe('the next roster', () => {
  test('touches only who changed', () => {
    const store = kept(inBase, inBoth);
    const { change, summary } = store.sync(roster([inBase, { ...inBoth, yearGroup: '7' }], { groups: GROUPS }));
    expect(change.upserts.map(({ kind, id, position }) => [kind, id, position])).toEqual([
      ['learner', SCHOOL_KEY.alias('leerlingid', 'nep-2'), 1],
    ]);
    expect([change.base, change.left, change.joined, change.parted, change.aliases]).toEqual([1, [], [], [], []]);
    expect(summary.learners).toEqual({ before: 2, after: 2, added: 0, changed: 1, left: 0 });
  });

  test('is no change when only the order is another, or how the source writes it', () => {
    const { name, combinedGroups, ...rest } = inBoth;
    const same = { combinedGroups, name: { call: name.call as string, family: name.family as string }, ...rest, key: ' nep-2 ' };
    const { summary } = kept(inBase, inBoth).sync(roster([same, inBase], { groups: GROUPS.toReversed() }));
    expect(summary.unchanged).toBe(true);
  });

  test('is a change when a name came that a learner may be found by', () => {
    const { change, summary } = kept(inBase).sync(roster([{ ...inBase, eckId: 'E1' }], { groups: GROUPS }));
    expect(change.aliases).toEqual([{ alias: SCHOOL_KEY.alias('eckid', 'E1'), learner: SCHOOL_KEY.alias('leerlingid', 'nep-1') }]);
    expect([summary.unchanged, summary.learners.changed]).toEqual([false, 1]);
  });

  test('parts from groups those who left, and those whose group left', () => {
    const { change, summary } = kept(inBase, inBoth).sync(roster([{ ...inBoth, combinedGroups: [] }], { groups: [BASE_GROUP] }));
    expect(change.left).toEqual([
      { kind: 'group', id: SCHOOL_KEY.alias('samengestelde_groep', COMBINED_GROUP.key) },
      { kind: 'learner', id: SCHOOL_KEY.alias('leerlingid', 'nep-1') },
    ]);
    expect(summary.memberships).toEqual({ joined: 0, parted: 2 });
    expect([summary.groups.left, summary.learners.left]).toEqual([1, 1]);
  });

  test('takes back who left before, into the group too', () => {
    const store = kept(inBase, inBoth);
    store.sync(roster([inBoth], { groups: GROUPS }));
    const { change, summary } = store.sync(roster([inBase, inBoth], { groups: GROUPS }));
    expect(change.upserts.map(({ id }) => id)).toEqual([SCHOOL_KEY.alias('leerlingid', 'nep-1')]);
    expect(change.joined.map(({ member }) => member)).toEqual([SCHOOL_KEY.alias('leerlingid', 'nep-1')]);
    expect(summary.learners).toEqual({ before: 1, after: 2, added: 1, changed: 0, left: 0 });
  });

  test('is not compared with that of another school or year', () => {
    const snapshot = kept(inBase).snapshot();
    const next = { ...FULL, origin: { schoolYear: '2027-2028' } };
    expect(() => planRoster(next, snapshot, OPTIONS)).toThrow(RangeError);
    expect(() => planRoster(FULL, snapshot, { ...OPTIONS, school: '99XX' })).toThrow(RangeError);
  });
});

test('somebody who is named in a group twice is in it once', () => {
  const twice = {
    ...FULL,
    teachers: [],
    learners: FULL.learners.map((one) => ({ ...one, combinedGroups: Array(2).fill(one.combinedGroups[0]) })),
  };
  expect(planRoster(twice, undefined, OPTIONS).change.joined).toHaveLength(2);
});
