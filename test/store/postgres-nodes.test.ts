import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openPostgresStore } from '../../src/store/postgres/open.js';
import type { Committed, Delivery, Page, Store } from '../../src/store/store.js';
import { bareDatabase, describePostgres, emptyDatabase, onDatabase, type TestDatabase } from '../support/postgres.js';
import { THOROUGH } from '../support/thorough.js';
import { addParties, delivery, OTHER_SCHOOL, resultRow, SCHOOL, slice } from './support/records.js';

/** How often a message comes to every node at once. */
const TIMES = THOROUGH ? 1_000 : 60;
/** How many messages each node takes in while somebody reads. */
const EACH = 12;
const START_NS = 1_759_500_000_000_000_000n;

await describePostgres('three nodes on one database', () => {
  let database: TestDatabase;
  let directory: string;
  let nodes: readonly Store[];

  const open = (of: TestDatabase, connections = 4): Promise<Store> =>
    openPostgresStore(of.url, { marks: path.join(directory, 'erasure.marks'), listening: true, connections });
  const openNodes = (of: TestDatabase): Promise<readonly Store[]> => Promise.all([open(of), open(of), open(of)]);

  beforeEach(async () => {
    [database, directory] = await Promise.all([emptyDatabase(), mkdtemp(path.join(tmpdir(), 'uwlr-nodes-'))]);
    nodes = await openNodes(database);
    await addParties(nodes[0]!);
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await database.remove();
    await rm(directory, { recursive: true, force: true });
  });

  const toAll = (make: (id: string) => Delivery, of: string): Promise<readonly Committed[]> =>
    Promise.all(nodes.map((node, nth) => node.commit(make(`${of} at ${nth}`))));
  const kindsOf = (committed: readonly Committed[]): readonly string[] => committed.map(({ kind }) => kind).sort();
  /** Messages of the school as they were stored, oldest first. */
  const exchangesOf = async (school: string) => {
    const found = [];
    let cursor: string | undefined;
    do {
      const page = await nodes[0]!.exchanges({ school, limit: 500, ...(cursor !== undefined && { cursor }) });
      found.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    return found.reverse();
  };

  test(
    'a message that comes to all of them at once is stored once, and repeated to the others',
    async () => {
      const kinds = new Map<string, number>();
      for (let time = 0; time < TIMES; time++) {
        const same = { content: `message ${time}`, createdAtNs: START_NS + BigInt(time) };
        const committed = await toAll((id) => delivery(id, { ...same, slices: [slice([resultRow(`r${time}`)])] }), `m${time}`);
        for (const { kind } of committed) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
      expect(Object.fromEntries(kinds)).toEqual({ stored: TIMES, repeated: 2 * TIMES });
      const stored = (await exchangesOf(SCHOOL)).filter(({ outcome }) => outcome === 'accepted');
      expect(stored.map(({ digest }) => digest)).toHaveLength(TIMES);
      expect((await nodes[1]!.resultPlaces({ school: SCHOOL }, { after: 0 })).length).toBe(TIMES);
    },
    THOROUGH ? 600_000 : 60_000,
  );

  test('a request under an idempotency key that comes to all of them at once has one answer', async () => {
    const committed = await toAll((id) => delivery(id, { content: 'same', requestKey: 'k', slices: [slice([resultRow('r1')])] }), 'm');
    expect(kindsOf(committed)).toEqual(['answered', 'answered', 'stored']);
  });

  test('aanmaakdatum never falls in the order in which they store, nor in the chain of the school', async () => {
    // Not in order on any node, so some are too late whatever the others do.
    const moments = Array.from({ length: 45 }, (_, nth) => (nth * 17) % 45);
    const committed = await Promise.all(
      moments.map((moment, nth) => nodes[nth % 3]!.commit(delivery(`m${moment}`, { createdAtNs: START_NS + BigInt(moment) }))),
    );
    const stored = moments.filter((_, nth) => committed[nth]!.kind === 'stored');
    expect(new Set(committed.map(({ kind }) => kind))).toEqual(new Set(['stored', 'stale']));
    expect(stored).toContain(44);
    const inOrder = stored.sort((one, other) => one - other).map((moment) => `m${moment}`);
    expect((await exchangesOf(SCHOOL)).map(({ id }) => id)).toEqual(inOrder);
    const { items } = await nodes[2]!.audit({ school: SCHOOL, oldestFirst: true, limit: 500 });
    expect(items.flatMap(({ operation, exchange }) => (operation === 'BrengLeerresultaten' ? [exchange] : []))).toEqual(inOrder);
    expect(await nodes[1]!.verifyAudit({})).not.toHaveProperty('broken');
  });

  test('who follows a list of one school while all of them store misses nothing', async () => {
    let writing = true;
    const sent = new Set<string>();
    const write = async (node: Store, of: number): Promise<void> => {
      for (let nth = 0; nth < EACH; nth++) {
        const id = `m${of}-${nth}`;
        sent.add(id);
        const mine = [0, 1, 2].map((result) => slice([resultRow(`${id}-${result}`, { learner: `alias-${result}` })]));
        // Every third one is large enough to be stored slice by slice.
        const slices = nth % 3 === 0 ? mine : mine.slice(0, 1);
        await Promise.all([
          node.commit(delivery(id, { slices, acceptStale: true })),
          node.commit(delivery(`other ${id}`, { school: OTHER_SCHOOL, acceptStale: true })),
        ]);
      }
    };
    /** Page after page, and from the last one again once it was the last. */
    const follow = async <T>(ask: (cursor: { cursor?: string }) => Promise<Page<T>>, keyOf: (item: T) => string | undefined) => {
      const seen = new Set<string | undefined>();
      let cursor: { cursor?: string } = {};
      for (let last = false; !last; ) {
        last = !writing;
        for (let page: Page<T> | undefined; page === undefined || page.next !== undefined; ) {
          page = await ask(cursor);
          for (const item of page.items) seen.add(keyOf(item));
          if (page.next !== undefined) cursor = { cursor: page.next };
        }
      }
      return seen;
    };
    const followPlaces = async () => {
      const seen: number[] = [];
      for (let last = false; !last; ) {
        last = !writing;
        const after = seen.at(-1) ?? 0;
        seen.push(...(await nodes[1]!.resultPlaces({ school: SCHOOL }, { after })));
      }
      return seen;
    };
    const reading = Promise.all([
      follow(
        (cursor) => nodes[0]!.results({ school: SCHOOL, limit: 5, ...cursor }),
        ({ id }) => id,
      ),
      follow(
        (cursor) => nodes[2]!.audit({ school: SCHOOL, oldestFirst: true, limit: 5, ...cursor }),
        ({ exchange }) => exchange,
      ),
      followPlaces(),
    ]);
    await Promise.all(nodes.map(write)).finally(() => {
      writing = false;
    });
    const [results, audit, places] = await reading;
    const expected = [...sent].flatMap((id) => (Number(id.split('-')[1]) % 3 === 0 ? [0, 1, 2] : [0]).map((nth) => `${id}-${nth}`));
    expect([...results].sort()).toEqual(expected.sort());
    expect([...audit].filter((id) => id !== undefined).sort()).toEqual([...sent].sort());
    expect(places).toEqual(await nodes[0]!.resultPlaces({ school: SCHOOL }, { after: 0 }));
    expect(places).toHaveLength(expected.length);
  });

  test('a duty whose connection is lost is over for who has it, and free for another', async () => {
    const seen = await nodes[0]!.alone('seal', async (lost) => {
      const gone = new Promise<void>((resolve) => lost.addEventListener('abort', () => resolve(), { once: true }));
      expect(await nodes[1]!.alone('seal', async () => 'not done')).toBeUndefined();
      await onDatabase(database.url, (client) =>
        client.query(
          "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND a.datname = current_database()",
        ),
      );
      await gone;
      return nodes[1]!.alone('seal', async () => 'done');
    });
    expect(seen).toEqual({ value: { value: 'done' } });
  });

  test('that begin on an empty database at once bring it up to date together', async () => {
    const bare = await bareDatabase();
    try {
      const begun = await openNodes(bare);
      await addParties(begun[0]!);
      expect(await begun[1]!.commit(delivery('m1'))).toMatchObject({ kind: 'stored' });
      expect((await begun[2]!.diagnose()).filter(({ ok }) => !ok)).toEqual([]);
      await Promise.all(begun.map((node) => node.close()));
    } finally {
      await bare.remove();
    }
  });
});
