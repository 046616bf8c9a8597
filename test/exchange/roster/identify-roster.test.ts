import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { identifyRoster } from '../../../src/exchange/roster/identify-roster.js';
import { uwlrMessage } from '../../../src/model/incoming/uwlr-message.js';
import type { IncomingLearner, IncomingRoster } from '../../../src/model/roster/roster.js';
import { Pupils } from '../../../src/privacy/pupils/pupils.js';
import { fullMessage } from '../../model/support/invented-message.js';
import { EditedSchool, schoolYears } from './support/edited-school.js';
import { BASE_GROUP, COMBINED_GROUP, FULL_ROSTER, FULL_TEACHER, GROUPS, learner, roster } from './support/invented-roster.js';
import { KeptRoster, SCHOOL_KEY } from './support/kept-roster.js';

const byKey = (key: string) => SCHOOL_KEY.alias('leerlingid', key);
const byEckId = (eckId: string) => SCHOOL_KEY.alias('eckid', eckId);

function identify(incoming: IncomingRoster, aliases: Iterable<readonly [string, string]> = [], stamp = 'nu') {
  return identifyRoster(incoming, { schoolKey: SCHOOL_KEY, aliases: new Map(aliases), stamp });
}

/** The ids that these learners get after those messages, one message after the other. */
function idsAfter(...messages: (readonly IncomingLearner[])[]): string[] {
  const kept = new KeptRoster();
  return messages.map((learners) => kept.sync(roster(learners)).identified.roster.learners.map(({ id }) => id)).at(-1) as string[];
}

describe('a learner who is new', () => {
  test('gets the pseudonym of the key, without the white space around it, and can be found by either name', () => {
    const { roster: found, aliases } = identify(roster([learner({ key: ' nep-1\n', eckId: 'E1' })]));
    expect(found.learners).toEqual([{ ...learner({ key: 'nep-1', eckId: 'E1' }), id: byKey('nep-1') }]);
    expect(aliases).toEqual([
      { alias: byKey('nep-1'), learner: byKey('nep-1') },
      { alias: byEckId('E1'), learner: byKey('nep-1') },
    ]);
  });

  test('gets that of the ECK iD when there is no key, or one for this message only', () => {
    const { roster: found, aliases } = identify(roster([learner({ eckId: 'E1' }), learner({ key: ' #1', eckId: 'E2' })]));
    expect(found.learners.map(({ id }) => id)).toEqual([byEckId('E1'), byEckId('E2')]);
    expect(aliases.map(({ alias }) => alias)).toEqual([byEckId('E1'), byEckId('E2')]);
  });

  test('is the learner that results are about', () => {
    const message = fullMessage();
    const pupils = new Pupils(uwlrMessage(message), { schoolKey: SCHOOL_KEY, party: 'nep-ea', aliases: new Map() }, true);
    for (const { key, eckId } of [{ key: 'nep-1' }, { key: 'nep-1', eckId: 'E1' }, { eckId: 'E1' }] as { key?: string; eckId?: string }[]) {
      const names = { ...(key === undefined ? {} : { key }), ...(eckId === undefined ? {} : { eckId }) };
      const { alias } = pupils.find({ leerlingid: key === undefined ? undefined : `${key} `, eckId });
      expect(identify(roster([learner(names)])).roster.learners[0]?.id).toBe(alias);
    }
  });

  test('with a dummy key only has an id for this message, and no alias', () => {
    const dummies = roster([learner({ key: '#1' }), learner({ key: '#2' })]);
    const first = identify(dummies, [], 'eerste');
    const second = identify(dummies, [], 'tweede');
    expect(first.aliases).toEqual([]);
    expect(new Set([...first.roster.learners, ...second.roster.learners].map(({ id }) => id)).size).toBe(4);
    expect(first.roster.learners[0]?.id).toBe(byKey('#1\0eerste'));
    expect(identify(dummies, [], 'eerste')).toEqual(first);
  });
});

describe('a learner who is known', () => {
  const [K, E] = ['nep-1', 'E1'];
  const known = [learner({ key: K })];
  const withEckId = [learner({ key: K, eckId: E })];

  test.each([
    ['by the same key', [known, known]],
    ['when an ECK iD comes beside the key', [known, withEckId]],
    ['by the ECK iD with another key', [known, withEckId, [learner({ key: 'nep-2', eckId: E })]]],
    ['by the ECK iD without a key', [known, withEckId, [learner({ eckId: E })]]],
    ['by the ECK iD with a dummy key', [known, withEckId, [learner({ key: '#1', eckId: E })]]],
    ['by the key when the ECK iD is gone', [withEckId, known]],
    ['by the key when the ECK iD is another that nobody has', [withEckId, [learner({ key: K, eckId: 'E2' })]]],
    ['by the last of several keys', [withEckId, [learner({ key: 'nep-2', eckId: E })], [learner({ key: 'nep-2' })]]],
    ['after having been away', [withEckId, [learner({ key: 'nep-9' })], known]],
  ])('stays the same %s', (_, messages) => {
    expect(idsAfter(...messages)).toEqual([byKey(K)]);
  });

  test('is not the one with the key when the ECK iD is of another learner; the key goes over to that one', () => {
    const kept = new KeptRoster();
    kept.sync(roster([learner({ key: 'nep-1', eckId: 'E1' }), learner({ key: 'nep-2', eckId: 'E2' })]));
    const { identified } = kept.sync(roster([learner({ key: 'nep-1', eckId: 'E2' })]));
    expect(identified.roster.learners[0]?.id).toBe(byKey('nep-2'));
    expect(identified.aliases).toEqual([{ alias: byKey('nep-1'), learner: byKey('nep-2') }]);
  });

  test('stays the same when two exchange their keys', () => {
    const before = [learner({ key: 'nep-1', eckId: 'E1' }), learner({ key: 'nep-2', eckId: 'E2' })];
    const after = [learner({ key: 'nep-2', eckId: 'E1' }), learner({ key: 'nep-1', eckId: 'E2' })];
    expect(idsAfter(before, after)).toEqual([byKey('nep-1'), byKey('nep-2')]);
    expect(idsAfter(before, after, [learner({ key: 'nep-2' }), learner({ key: 'nep-1' })])).toEqual([byKey('nep-1'), byKey('nep-2')]);
  });

  test('never comes back as a dummy key', () => {
    const kept = new KeptRoster();
    const ids = [0, 1].map(() => kept.sync(roster([learner({ key: '#1' })])).identified.roster.learners[0]?.id);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('two learners who would be one', () => {
  const first = [learner({ key: 'nep-1', eckId: 'E1' })];

  test.each([
    ['with another ECK iD', learner({ key: 'nep-1', eckId: 'E2' }), byEckId('E2')],
    ['without one', learner({ key: 'nep-1' }), byKey(`nep-1\0${2}`)],
  ])('the one with the ECK iD stays, and who got the key %s is somebody new, wherever they stand', (_, heir, id) => {
    const old = learner({ key: 'nep-5', eckId: 'E1' });
    expect(idsAfter(first, [old, heir])).toEqual([byKey('nep-1'), id]);
    expect(idsAfter(first, [heir, old])).toEqual([id, byKey('nep-1')]);
    expect(idsAfter(first, [heir, old], [old, heir])).toEqual([byKey('nep-1'), id]);
    expect(idsAfter(first, [heir, old], [heir])).toEqual([id]);
  });

  test('the one whose key and ECK iD agree goes before the one with the ECK iD', () => {
    const both = [learner({ key: 'nep-7', eckId: 'E1' }), learner({ key: 'nep-1', eckId: 'E2' })];
    expect(idsAfter(first, [learner({ key: 'nep-1', eckId: 'E2' })], both)).toEqual([byKey('nep-7'), byKey('nep-1')]);
  });

  test('a pseudonym that once was of somebody is given to nobody else, even when the key changed hands twice', () => {
    const swap = (one: string, other: string) => [learner({ key: 'nep-1', eckId: one }), learner({ key: `van-${other}`, eckId: other })];
    const ids = [idsAfter(first, swap('E2', 'E1')), idsAfter(first, swap('E2', 'E1'), [...swap('E3', 'E2')])];
    expect(ids).toEqual([
      [byEckId('E2'), byKey('nep-1')],
      [byEckId('E3'), byEckId('E2')],
    ]);
  });

  test.each([
    ['an alias of another', [byKey('nep-1'), byEckId('E1')].map((alias) => [alias, 'iemand'] as const)],
    ['the id of another who is not in the roster', [[byEckId('E1'), byKey('nep-1')] as const]],
  ])('a fresh id is never %s', (_, aliases) => {
    const others = aliases.length === 1 ? [] : [learner({ key: 'nep-5', eckId: 'E1' })];
    const { learners } = identify(roster([learner({ key: 'nep-1' }), ...others]), aliases).roster;
    expect(learners[0]?.id).toBe(byKey(`nep-1\0${2}`));
  });

  test('names that are in a roster twice stay with the first, so that ids do not change by the message', () => {
    const twice = [learner({ key: 'nep-1' }), learner({ key: 'nep-1' }), learner({ eckId: 'E1' }), learner({ eckId: 'E1' })];
    expect(idsAfter(twice, twice, twice)).toEqual(idsAfter(twice));
  });

  test('names that are in a roster twice make no learner twice, whatever the check before let through', () => {
    const names = fc.record(
      { key: fc.constantFrom('nep-1', ' nep-1', 'nep-2', '#1', '#2'), eckId: fc.constantFrom('E1', 'E2', 'E3') },
      { requiredKeys: [] },
    );
    const learners = fc.array(names.filter(({ key, eckId }) => key !== undefined || eckId !== undefined).map((one) => learner(one)));
    fc.assert(
      fc.property(fc.array(learners, { maxLength: 4 }), (messages) => {
        const kept = new KeptRoster();
        for (const message of messages) {
          const { identified } = kept.sync(roster(message));
          expect(new Set(identified.roster.learners.map(({ id }) => id)).size).toBe(message.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('groups and teachers', () => {
  test('a group is known by its key and kind, one with a dummy key for this message only', () => {
    const groups = [...GROUPS, { ...COMBINED_GROUP, key: BASE_GROUP.key }, { ...BASE_GROUP, key: ' #1' }];
    expect(identify(roster([], { groups })).roster.groups.map(({ id, key }) => [id, key])).toEqual([
      [SCHOOL_KEY.alias('groep', BASE_GROUP.key), BASE_GROUP.key],
      [SCHOOL_KEY.alias('samengestelde_groep', COMBINED_GROUP.key), COMBINED_GROUP.key],
      [SCHOOL_KEY.alias('samengestelde_groep', BASE_GROUP.key), BASE_GROUP.key],
      [SCHOOL_KEY.alias('groep', '#1\0nu'), '#1'],
    ]);
  });

  test('a teacher is known by the key, else by the ECK iD, else for this message only', () => {
    const teacher = (names: { key?: string; eckId?: string }) => ({ ...names, name: { family: 'Nepjuf' }, groups: [] });
    const teachers = [{ key: ' nep-1 ', eckId: 'E1' }, { eckId: 'E2' }, { key: '#1', eckId: 'E3' }, { key: '#2' }].map(teacher);
    expect(identify(roster([], { teachers })).roster.teachers.map(({ id }) => id)).toEqual([
      SCHOOL_KEY.alias('leerkracht', 'nep-1'),
      SCHOOL_KEY.alias('leerkracht-eckid', 'E2'),
      SCHOOL_KEY.alias('leerkracht-eckid', 'E3'),
      SCHOOL_KEY.alias('leerkracht', '#2\0nu'),
    ]);
  });

  test('references become ids, with white space around the key or without', () => {
    const [base, combined] = identify(FULL_ROSTER).roster.groups.map(({ id }) => id);
    const spaced = learner({ key: 'nep-2' }, { group: ` ${BASE_GROUP.key}`, combinedGroups: [`${COMBINED_GROUP.key} `] });
    const { learners, teachers } = identify({ ...FULL_ROSTER, learners: [...FULL_ROSTER.learners, spaced] }).roster;
    expect(learners.map(({ group, combinedGroups }) => [group, combinedGroups])).toEqual([
      [base, [combined]],
      [base, [combined]],
    ]);
    expect(teachers[0]?.groups).toEqual([
      { group: base, roles: FULL_TEACHER.groups[0]?.roles },
      { group: combined, roles: [] },
    ]);
  });
});

describe('a roster that cannot be', () => {
  const groups = GROUPS;
  test.each<[string, IncomingRoster]>([
    ['a group that is not there', roster([learner({ key: 'geheim-1' }, { group: 'geheim-2' })], { groups })],
    ['a combined group that is a base group', roster([learner({ key: 'geheim-1' }, { combinedGroups: [BASE_GROUP.key] })], { groups })],
    ['a group of a teacher that is not there', roster([], { teachers: [FULL_TEACHER] })],
    ['a learner without a name to go by', roster([learner({ key: ' ' }, { name: { call: 'geheim' } })])],
    ['a teacher without one', roster([], { teachers: [{ name: { call: 'geheim' }, groups: [] }] })],
    ['a group without a key', roster([], { groups: [{ ...BASE_GROUP, key: ' ' }] })],
    ['two groups with one key', roster([], { groups: [BASE_GROUP, { ...BASE_GROUP, key: ` ${BASE_GROUP.key}` }] })],
    ['two teachers with one key', roster([], { groups, teachers: [FULL_TEACHER, FULL_TEACHER] })],
  ])('%s is refused without a word of what it says', (_, incoming) => {
    let thrown: unknown;
    try {
      identify(incoming);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(RangeError);
    expect((thrown as RangeError).message).not.toMatch(/geheim|nep/i);
  });
});

test('the same roster and aliases give the same, in whatever order the aliases are', () => {
  fc.assert(
    fc.property(schoolYears, (year) => {
      const school = new EditedSchool();
      const kept = new KeptRoster();
      for (const edits of year) {
        for (const edit of edits) school.edit(edit);
        const once = identify(school.message(), kept.aliases);
        expect(identify(school.message(), [...kept.aliases].reverse())).toEqual(once);
        kept.sync(school.message());
      }
    }),
  );
});
