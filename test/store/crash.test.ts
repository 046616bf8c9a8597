import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Store, StoredExchange } from '../../src/store/store.js';
import { allResults } from './support/reading.js';
import { addParties, delivery, SCHOOL } from './support/records.js';
import { YEAR } from './support/rosters.js';
import { sqlitePlace } from './support/temporary.js';

const COMMIT_LOOP = fileURLToPath(new URL('./support/commit-loop.js', import.meta.url));

/** Runs the loop until it acknowledged `enough` messages, kills it as a power cut would, and gives what it acknowledged. */
async function killAfter(enough: number, directory: string, prefix: string): Promise<string[]> {
  const child = spawn(process.execPath, [COMMIT_LOOP, directory, prefix], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === enough) child.kill('SIGKILL');
  }
  await closed;
  return acknowledged;
}

async function allExchanges(store: Store): Promise<StoredExchange[]> {
  const items: StoredExchange[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await store.exchanges({ limit: 500, ...(cursor !== undefined && { cursor }) });
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

describe('a SQLite store whose process was killed', () => {
  let place: Awaited<ReturnType<typeof sqlitePlace>>;

  beforeEach(async () => {
    place = await sqlitePlace();
    const store = await place.open();
    await addParties(store);
    await store.close();
  });

  afterEach(() => place.remove());

  /** Every acknowledged message is there, and every message that is there is whole and there once. */
  async function expectWhole(store: Store, acknowledged: readonly string[]): Promise<void> {
    const stored = await allExchanges(store);
    const ids = stored.map((exchange) => exchange.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);

    const counts = new Map<string, number>();
    for (const { id } of await allResults(store)) counts.set(id.split('/')[0]!, (counts.get(id.split('/')[0]!) ?? 0) + 1);
    expect(counts).toEqual(new Map(stored.reverse().map((exchange) => [exchange.id, exchange.resultCount])));
    const roster = await store.roster(SCHOOL, YEAR);
    const contents = new Set(roster?.rows.map((row) => row.content));
    expect([...contents]).toEqual(roster ? [`revision ${roster.head.revision}`] : []);
    expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
    await expectAudited(store);
  }

  /** The chain of the audit is whole, and holds each exchange once, in the order in which they were stored. */
  async function expectAudited(store: Store): Promise<void> {
    expect((await store.verifyAudit({})).broken).toBeUndefined();
    const audited: (string | undefined)[] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await store.audit({ limit: 500, ...(cursor !== undefined && { cursor }) });
      audited.push(...page.items.map(({ exchange }) => exchange));
      cursor = page.next;
    }
    expect(audited.filter((id) => id !== undefined)).toEqual((await allExchanges(store)).map(({ id }) => id));
  }

  test.each([1, 13, 150, 700])('has every one of the %i messages that were acknowledged, and no half one', async (enough) => {
    const acknowledged = await killAfter(enough, place.directory, 'killed');
    expect(acknowledged.length).toBeGreaterThanOrEqual(enough);
    const store = await place.open();
    try {
      await expectWhole(store, acknowledged);
      expect(await store.commit(delivery('after'))).toMatchObject({ kind: 'stored' });
    } finally {
      await store.close();
    }
  });

  test('does not harm another process that writes at the same time', async () => {
    const store = await place.open();
    const mine: string[] = [];
    try {
      const killed = killAfter(100, place.directory, 'killed');
      let running = true;
      const writing = (async () => {
        for (let count = 1; running; count += 1) {
          await store.commit(delivery(`mine-${count}`, { acceptStale: true, slices: [], exchange: { resultCount: 0 } }));
          mine.push(`mine-${count}`);
        }
      })();
      const acknowledged = await killed;
      running = false;
      await writing;
      expect(mine.length).toBeGreaterThan(0);
      const stored = (await allExchanges(store)).map((exchange) => exchange.id);
      expect([...acknowledged, ...mine].filter((id) => !stored.includes(id))).toEqual([]);
      expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
      await expectAudited(store);
    } finally {
      await store.close();
    }
  });
});
