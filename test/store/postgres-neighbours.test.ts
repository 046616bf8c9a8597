import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Store } from '../../src/store/store.js';
import type { StoreTrouble } from '../../src/store/store-error.js';
import { describePostgres, onDatabase } from '../support/postgres.js';
import { PostgresPlaces } from './support/postgres-place.js';
import { school } from './support/records.js';

const AT = '2026-12-01T03:00:00.000Z';
const OTHERS = 'pid <> pg_backend_pid() AND datname = $1';

await describePostgres('gateways on one PostgreSQL database', () => {
  const places = new PostgresPlaces();
  let place: Awaited<ReturnType<PostgresPlaces['next']>>;
  let opened: Store[];

  const open = async (): Promise<Store> => {
    const store = await place.open();
    opened.push(store);
    return store;
  };
  /** On another database of the server. */
  const onServer = async (...statements: readonly [text: string, values?: unknown[]][]): Promise<void> => {
    const url = new URL(place.url);
    url.pathname = '/postgres';
    await onDatabase(url.href, async (client) => {
      for (const [text, values] of statements) await client.query(text, values);
    });
  };
  const name = () => new URL(place.url).pathname.slice(1);

  beforeEach(async () => {
    opened = [];
    place = await places.next();
  });

  afterEach(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await place.remove();
  });

  afterAll(() => places.end());

  /** Resolves the next time that a node is told that there may be something to deliver. */
  const told = (store: Store): Promise<void> =>
    new Promise((resolve) => {
      const end = store.outbox.onWork(() => {
        end();
        resolve();
      });
    });

  test('hear of each other what there is to deliver, also after the connection was lost', async () => {
    const [one, other] = [await open(), await open()];
    // Once it hears, it looks what it missed.
    await told(other);
    await one.addSchool(school('99XX'));
    await one.outbox.pauseDeliveries({ school: '99XX' }, AT);
    const first = told(other);
    await one.outbox.pauseDeliveries({ school: '99XX' }, undefined);
    await first;
    const again = told(other);
    await onServer([`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${OTHERS} AND query LIKE 'LISTEN%'`, [name()]]);
    await again;
    const last = told(other);
    await one.outbox.pauseDeliveries({ school: '99XX' }, AT);
    await last;
  });

  test('know the directory as another one changed it', async () => {
    const [one, other] = [await open(), await open()];
    await told(other);
    await one.addSchool(school('99CC'));
    expect(one.directoryNow()?.schools.has('99CC')).toBe(true);
    while (!other.directoryNow()?.schools.has('99CC')) await setImmediate();
    await one.renameSchool('99CC', 'De Andere Naam');
    expect((await other.directory()).schools.get('99CC')?.name).toBe('De Andere Naam');
  });

  test('are told that a duty is lost when its connection is', async () => {
    const [one, other] = [await open(), await open()];
    const done = await one.alone('seal', async (lost) => {
      const losing = new Promise<void>((resolve) => lost.addEventListener('abort', () => resolve()));
      const locks =
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = $1)";
      await onServer([`SELECT pg_terminate_backend(pid) FROM (${locks}) l`, [name()]]);
      await losing;
      return other.alone('seal', async () => 'by another');
    });
    expect(done).toEqual({ value: { value: 'by another' } });
  });

  test('say that the database does not answer, and go on by themselves when it does', async () => {
    const store = await open();
    const troubles: (StoreTrouble | undefined)[] = [];
    store.onTrouble((trouble) => void troubles.push(trouble));
    await onServer(
      [`ALTER DATABASE "${name()}" ALLOW_CONNECTIONS false`],
      [`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${OTHERS}`, [name()]],
    );
    try {
      await expect(store.addSchool(school('99CC'))).rejects.toMatchObject({ name: 'StoreError' });
      await expect(store.addSchool(school('99CC'))).rejects.toMatchObject({ name: 'StoreError' });
      expect(await store.readiness()).toBe('gone');
    } finally {
      await onServer([`ALTER DATABASE "${name()}" ALLOW_CONNECTIONS true`]);
    }
    await store.addSchool(school('99CC'));
    expect([await store.readiness(), troubles]).toEqual([undefined, ['gone', undefined]]);
    expect((await store.directory()).schools.has('99CC')).toBe(true);
  });

  test('find nothing wrong in a database that is as it should be, and can be probed', async () => {
    const store = await open();
    expect(await store.readiness()).toBeUndefined();
    expect((await store.diagnose()).filter(({ ok }) => !ok)).toEqual([]);
  });
});
