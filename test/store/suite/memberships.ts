import { beforeEach, describe, expect, test } from '@jest/globals';
import type { StoreTest } from '../suite.js';
import { addParties, SCHOOL } from '../support/records.js';
import { AUTUMN, commit, learners, left, links, SPRING, upsert, WINTER, YEAR } from '../support/rosters.js';

export function memberships(context: StoreTest): void {
  describe('memberships', () => {
    beforeEach(async () => {
      await addParties(context.store);
      const groups = [upsert('group', 'g1', 0), upsert('group', 'g2', 1)];
      const upserts = [...groups, ...learners('p1', 'p2'), upsert('teacher', 'p1')];
      const teacher = { group: 'g1', memberKind: 'teacher', member: 'p1' } as const;
      await commit(context.store, { upserts, joined: [...links('g1', 'p1', 'p2'), teacher] });
    });

    /** As `group kind member since-until`. */
    const lasting = async (): Promise<string[]> => {
      const seasons = new Map([
        [AUTUMN, 'autumn'],
        [WINTER, 'winter'],
        [SPRING, 'spring'],
      ]);
      const found = await context.store.memberships(SCHOOL, YEAR);
      return found.map(({ group, memberKind, member, since, until }) => {
        return `${group} ${memberKind} ${member} ${seasons.get(since)}-${until === undefined ? '' : seasons.get(until)}`;
      });
    };

    test('last from when they began', async () => {
      expect(await lasting()).toEqual(['g1 learner p1 autumn-', 'g1 learner p2 autumn-', 'g1 teacher p1 autumn-']);
      expect((await context.store.memberships(SCHOOL, YEAR))[0]).not.toHaveProperty('until');
      expect(await context.store.memberships(SCHOOL, '2020-2021')).toEqual([]);
    });

    test('end when somebody moves to another group, and begin anew when they move back', async () => {
      const { store } = context;
      await commit(store, { parted: links('g1', 'p1'), joined: links('g2', 'p1'), at: WINTER });
      await commit(store, { parted: links('g2', 'p1'), joined: links('g1', 'p1'), at: SPRING });
      expect(await lasting()).toEqual([
        'g1 learner p1 autumn-winter',
        'g1 learner p1 spring-',
        'g1 learner p2 autumn-',
        'g1 teacher p1 autumn-',
        'g2 learner p1 winter-spring',
      ]);
    });

    test('end with the member, but not that of another kind with the same id', async () => {
      await commit(context.store, { left: left('learner', 'p1'), at: WINTER });
      expect(await lasting()).toEqual(['g1 learner p1 autumn-winter', 'g1 learner p2 autumn-', 'g1 teacher p1 autumn-']);
    });

    test('are told to a teacher of the own groups only, of every school year, with when the first roster of it came', async () => {
      const { store } = context;
      const own = { group: 'g1', memberKind: 'teacher', member: 't1' } as const;
      await commit(store, { upserts: [upsert('teacher', 't1')], joined: [own, ...links('g2', 'p2')], at: WINTER });
      const ties = await store.teacherTies(SCHOOL, 't1');
      expect(ties.map(({ group, memberKind, member }) => `${group} ${memberKind} ${member}`)).toEqual([
        'g1 learner p1',
        'g1 learner p2',
        'g1 teacher p1',
        'g1 teacher t1',
      ]);
      expect(ties.at(-1)).toEqual({ ...own, schoolYear: YEAR, rosterSince: AUTUMN, since: WINTER });
      expect(await store.teacherTies(SCHOOL, 't2')).toEqual([]);
      expect(await store.teacherTies(SCHOOL, 'p2')).toEqual([]);
    });

    test('end with the group', async () => {
      await commit(context.store, { left: left('group', 'g1'), joined: links('g2', 'p1'), at: WINTER });
      expect(await lasting()).toEqual([
        'g1 learner p1 autumn-winter',
        'g1 learner p2 autumn-winter',
        'g1 teacher p1 autumn-winter',
        'g2 learner p1 winter-',
      ]);
    });

    test('go on when they are told again, and end once', async () => {
      const { store } = context;
      await commit(store, { joined: links('g1', 'p1'), parted: links('g1', 'p2'), at: WINTER });
      await commit(store, { parted: links('g1', 'p2'), at: SPRING });
      expect(await lasting()).toEqual(['g1 learner p1 autumn-', 'g1 learner p2 autumn-winter', 'g1 teacher p1 autumn-']);
    });

    test('that end and begin within one instant did not end', async () => {
      await commit(context.store, { parted: links('g1', 'p1'), joined: links('g1', 'p1'), at: AUTUMN });
      expect(await lasting()).toEqual(['g1 learner p1 autumn-', 'g1 learner p2 autumn-', 'g1 teacher p1 autumn-']);
    });
  });
}
