import { beforeEach, describe, expect, test } from '@jest/globals';
import type { RosterChange } from '../../../src/store/roster-store.js';
import type { Store } from '../../../src/store/store.js';
import type { StoreTest } from '../suite.js';
import { addParties, digestOf, SCHOOL } from '../support/records.js';
import { aliases, change, links, upsert, YEAR } from '../support/rosters.js';

/** More than is read in one turn, some times over. */
const PUPILS = 1_700;
const REVISIONS = 6;
const ids = Array.from({ length: PUPILS }, (_, index) => `p${index}`);

const textOf = (revision: number) => `revision ${revision}`;

/** Everybody is in the group of the revision and has its text, and every alias is of the learner with its number. */
function version(revision: number): RosterChange {
  return change({
    base: revision - 1,
    upserts: [upsert('group', `g${revision}`, revision), ...ids.map((id, place) => upsert('learner', id, place, textOf(revision)))],
    joined: links(`g${revision}`, ...ids),
    parted: revision === 1 ? [] : links(`g${revision - 1}`, ...ids),
    aliases: aliases(Object.fromEntries(ids.map((id) => [`alias of ${id}`, `p${revision}`]))),
    at: new Date(Date.UTC(2025, 9, revision)).toISOString(),
  });
}

/** Looks again and again while another store goes through all revisions, from the first on, and once more in the end. */
async function whileChanging(writer: Store, look: () => Promise<void>): Promise<void> {
  let running = true;
  const writing = (async () => {
    for (let revision = 2; revision <= REVISIONS; revision += 1) {
      expect(await writer.commitRoster(version(revision))).toMatchObject({ kind: 'stored' });
    }
  })().finally(() => {
    running = false;
  });
  while (running) await look();
  await writing;
  await look();
}

export function rosterMoments(context: StoreTest): void {
  describe('a large roster that changes while it is read', () => {
    beforeEach(async () => {
      await addParties(context.store);
      await context.store.commitRoster(version(1));
    });

    test.each(['the same store', 'another store'])('is that of one revision, changed by %s', async (which) => {
      const { store } = context;
      const seen = new Set<number>();
      await whileChanging(which === 'another store' ? await context.open() : store, async () => {
        const { head, rows } = (await store.roster(SCHOOL, YEAR))!;
        const learners = rows.filter(({ kind }) => kind === 'learner');
        expect(rows).toHaveLength(PUPILS + head.revision);
        expect(new Set(learners.map(({ content }) => content))).toEqual(new Set([digestOf(textOf(head.revision))]));
        seen.add(head.revision);
      });
      expect(seen.size).toBeGreaterThan(1);
      expect(Math.max(...seen)).toBe(REVISIONS);
    });

    test('has the contents of one revision', async () => {
      const { store } = context;
      await whileChanging(await context.open(), async () => {
        const { head, rows } = (await store.rosterContents(SCHOOL, YEAR))!;
        expect(rows).toHaveLength(PUPILS + head.revision);
        const learners = rows.filter(({ kind }) => kind === 'learner');
        expect(new Set(learners.map(({ content }) => content))).toEqual(new Set([digestOf(textOf(head.revision))]));
      });
    });

    test('has the memberships of one revision', async () => {
      const { store } = context;
      await whileChanging(await context.open(), async () => {
        const found = await store.memberships(SCHOOL, YEAR);
        const current = found.filter(({ until }) => until === undefined);
        expect(current).toHaveLength(PUPILS);
        const groups = new Set(current.map(({ group }) => group));
        expect(groups.size).toBe(1);
        expect(found).toHaveLength(PUPILS * Number([...groups][0]?.slice(1)));
      });
    });

    test('has the aliases of one revision', async () => {
      const { store } = context;
      await whileChanging(await context.open(), async () => {
        const found = await store.learnerAliases(SCHOOL);
        expect(found.size).toBe(PUPILS);
        expect(new Set(found.values()).size).toBe(1);
      });
    });

    test('has pages with the head that they go with', async () => {
      const { store } = context;
      await whileChanging(await context.open(), async () => {
        for (const group of [undefined, 'g1']) {
          const query = {
            school: SCHOOL,
            schoolYear: YEAR,
            kind: 'learner',
            limit: 50,
            ...(group === undefined ? {} : { group }),
          } as const;
          const { head, rows } = await store.rosterPageById(query);
          expect(rows).toHaveLength(group === undefined || head?.revision === 1 ? 50 : 0);
          for (const { content } of rows) expect(content).toBe(digestOf(textOf(head!.revision)));
        }
        await new Promise(setImmediate);
      });
    });

    test.each([
      ['roster', (store: Store) => store.roster(SCHOOL, YEAR)],
      ['contents', (store: Store) => store.rosterContents(SCHOOL, YEAR)],
      ['memberships', (store: Store) => store.memberships(SCHOOL, YEAR)],
      ['aliases', (store: Store) => store.learnerAliases(SCHOOL)],
    ])('leaves turns to others: %s', async (_, read) => {
      let turns = 0;
      let reading = true;
      const others = (async () => {
        for (; reading; turns += 1) await new Promise(setImmediate);
      })();
      await read(context.store);
      reading = false;
      await others;
      expect(turns).toBeGreaterThanOrEqual(3);
    });
  });
}
