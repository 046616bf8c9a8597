import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import type { Query } from '../../src/store/sql/query.js';
import { sqliteDialect } from '../../src/store/sqlite/sql/sqlite-words.js';
import { PAGES } from '../../src/store/tables/roster/roster-reads.js';
import { WHOLE } from '../../src/store/tables/roster/whole-roster.js';
import { addParties, SCHOOL } from './support/records.js';
import { aliases, commit, learners, left, links, upsert, WINTER, YEAR } from './support/rosters.js';
import { inlinePlace } from './support/temporary.js';

/** What is read of a roster, with values of its parameters. */
const WHOLE_YEAR = { school: SCHOOL, schoolYear: YEAR };
const PAGE = { ...WHOLE_YEAR, kind: 'learner', after: '', limit: 10 };
const READS: readonly [string, Pick<Query, 'text'>, Readonly<Record<string, string | number>>][] = [
  ['a page', PAGES.all, PAGE],
  ['a page of a group', PAGES.ofGroup, { ...PAGE, group: 'g1' }],
  ['a whole roster', WHOLE.objects, WHOLE_YEAR],
  ['the contents of a roster', WHOLE.contents, WHOLE_YEAR],
  ['all packs', WHOLE.packs, WHOLE_YEAR],
  ['all memberships', WHOLE.memberships, WHOLE_YEAR],
  ['all ids', WHOLE.ids, { ...WHOLE_YEAR, kind: 'learner' }],
  ['all ids of a group', WHOLE.idsOfGroup, { ...WHOLE_YEAR, kind: 'learner', group: 'g1' }],
  ['all aliases', WHOLE.aliases, { school: SCHOOL }],
];

describe('SQLite reads', () => {
  let place: Awaited<ReturnType<typeof inlinePlace>>;
  let db: Database;

  beforeEach(async () => {
    place = await inlinePlace();
    const store = await place.open();
    await addParties(store);
    const ids = Array.from({ length: 40 }, (_, index) => `p${index}`);
    const named = aliases(Object.fromEntries(ids.map((id) => [`alias of ${id}`, id])));
    await commit(store, { upserts: [upsert('group', 'g1'), ...learners(...ids)], joined: links('g1', ...ids), aliases: named });
    await commit(store, { left: left('learner', 'p0', 'p1'), at: WINTER });
    await store.close();
    db = new SqliteDatabase(place.file);
  });

  afterEach(async () => {
    db.close();
    await place.remove();
  });

  const planOf = ({ text }: Pick<Query, 'text'>, values: unknown): string[] =>
    db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text(sqliteDialect().words)}`)
      .all(values)
      .map(({ detail }) => detail);

  describe.each(['without', 'with'])('%s statistics', (statistics) => {
    beforeEach(() => {
      if (statistics === 'with') db.exec('ANALYZE');
    });

    test.each(READS)('%s along an index, in its order', (_, read, values) => {
      const plan = planOf(read, values);
      expect(plan.length).toBeGreaterThan(0);
      for (const step of plan) expect(step).toMatch(/^SEARCH \w+ USING (COVERING INDEX|INDEX|PRIMARY KEY)/);
    });

    test('a page from the id on that it comes after', () => {
      const [, read, values] = READS[0]!;
      expect(planOf(read, values)).toEqual(['SEARCH o USING INDEX roster_objects_by_id (school=? AND school_year=? AND kind=? AND id>?)']);
    });

    test('a page of a group from the member on that it comes after', () => {
      const [, read, values] = READS[1]!;
      const [first] = planOf(read, values);
      expect(first).toBe('SEARCH m USING PRIMARY KEY (school=? AND school_year=? AND group_id=? AND member_kind=? AND member>?)');
    });
  });
});
