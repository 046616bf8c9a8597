import { afterAll, beforeAll, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import * as fc from 'fast-check';
import type { SignalRow } from '../../src/store/goals/signal-store.js';
import { openPool, type Pool } from '../../src/store/postgres/connection/pool.js';
import { runScript } from '../../src/store/postgres/connection/transaction.js';
import { tripsMade } from '../../src/store/postgres/connection/trip.js';
import { query } from '../../src/store/sql/query.js';
import { all, runMany } from '../../src/store/sql/script.js';
import { Patience } from '../../src/store/sqlite/connection/patience.js';
import { ScriptRunner } from '../../src/store/sqlite/connection/script-runner.js';
import { migrate } from '../../src/store/sqlite/migrations/migrate.js';
import { WriteEngine } from '../../src/store/sqlite/writer/write-engine.js';
import { type ScriptedOperation, scriptOf } from '../../src/store/tables/carry-out.js';
import { learnerCells } from '../../src/store/tables/cells.js';
import { wholeExchange } from '../../src/store/tables/exchanges/exchange-columns.js';
import { describePostgres, emptyDatabase, type TestDatabase } from '../support/postgres.js';
import { learner, OTHER_PARTY, OTHER_SCHOOL, PARTY, party, SCHOOL, school } from './support/records.js';
import { signalIntake, signalRow } from './support/signals.js';

const TARGETS = ['t1', 't2', 'ended'];
const AT = '2026-11-01T09:00:00.000Z';
/** Messages that a test brings. */
const MESSAGES = 60;

const ADD_ALIAS = query<never, { readonly alias: string }>(
  () => `INSERT INTO learner_aliases (school, alias, learner) VALUES ('${SCHOOL}', @alias, 'l1')`,
);
/** What stands in the tables, without the numbers that each database gives. */
const STORED = [
  query<unknown>(
    () => `
      SELECT s.school, s.id, s.revision, s.current, s.party, l.alias, s.supplier_goal, s.kind, s.status, s.raised_at, s.valid_until,
        e.id AS exchange, s.digest, s.document
      FROM signals s JOIN learners l ON l.seq = s.learner JOIN exchanges e ON e.seq = s.exchange ORDER BY s.school, s.id, s.revision`,
  ),
  query<unknown>(() => 'SELECT school, result, signal FROM signal_basis ORDER BY school, result, signal'),
  query<unknown>(() => 'SELECT school, alias, eck_id, sealed_id, eck_alias, roster_learner FROM learners ORDER BY school, alias'),
  query<unknown>(
    () => `
      SELECT l.target, l.school, o.kind, s.id, s.revision, e.id AS exchange, o.state, o.reason
      FROM outbox o JOIN delivery_lanes l ON l.seq = o.lane JOIN signals s ON s.seq = -o.result JOIN exchanges e ON e.seq = o.exchange
      ORDER BY o.seq`,
  ),
  query<unknown>(
    () => 'SELECT school, operation, outcome, exchange, subject, counts FROM audit WHERE exchange IS NOT NULL ORDER BY exchange',
  ),
];

const id = fc.integer({ min: 1, max: 9 }).map((number) => `s${number}`);
const signal = fc
  .record({
    id,
    learner: fc.constantFrom('alias-1', 'alias-2', 'alias-3'),
    kind: fc.constantFrom('STUCK' as const, 'FAST' as const),
    basis: fc.uniqueArray(fc.constantFrom('r1', 'r2', 'r3'), { maxLength: 3 }),
    more: fc.constantFrom({}, {}, { validUntil: '2026-12-01T00:00:00.000Z' }),
    supersedes: fc.option(id, { nil: undefined }),
  })
  .map(({ id: of, more, supersedes, ...row }): SignalRow => signalRow(of, { ...row, ...more, ...(supersedes && { supersedes }) }));
const messages = fc.record({
  signals: fc.array(signal, { maxLength: 4 }),
  withdrawals: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(id, { maxLength: 2 }) }),
  targets: fc.subarray(TARGETS),
  party: fc.constantFrom(PARTY, PARTY, OTHER_PARTY),
  school: fc.constantFrom(SCHOOL, SCHOOL, OTHER_SCHOOL),
  eckAlias: fc.constantFrom(undefined, 'alias-3', 'alias-4'),
});

await describePostgres('signals', () => {
  let database: TestDatabase;
  let pool: Pool;
  let sqlite: Database;
  let engine: WriteEngine;

  beforeAll(async () => {
    database = await emptyDatabase();
    pool = openPool(database.url);
    sqlite = new SqliteDatabase(':memory:');
    migrate(sqlite);
    engine = new WriteEngine(sqlite, undefined, new Patience(0));
    for (const name of [SCHOOL, OTHER_SCHOOL]) await write({ kind: 'school', school: school(name) });
    for (const name of [PARTY, OTHER_PARTY]) await write({ kind: 'party', party: party(name) });
    for (const name of TARGETS) {
      await write({ kind: 'target', target: { id: name, party: PARTY, kind: 'webhook', settings: new Uint8Array(), createdAt: AT } });
    }
    await write({ kind: 'end', what: 'target', id: 'ended', at: AT });
    // One learner of the roster under two names.
    const aliases = [{ alias: 'alias-1' }, { alias: 'alias-4' }];
    new ScriptRunner(sqlite).run(runMany(ADD_ALIAS, aliases));
    await pool.with('test', (client) => runScript(client, { schools: [SCHOOL] }, () => runMany(ADD_ALIAS, aliases)));
  });

  afterAll(async () => {
    sqlite.close();
    await pool.close();
    await database.remove();
  });

  /** Gives what both databases say. */
  async function write(operation: ScriptedOperation, schools: readonly string[] = [SCHOOL, OTHER_SCHOOL, '*']): Promise<unknown> {
    const reply = engine.answer({ kind: 'batch', operations: [{ ...operation, actor: 'gateway' }] });
    const value = await pool.with('test', (client) => runScript(client, { schools }, () => scriptOf(operation, 'gateway')));
    expect(reply).toEqual({ ok: true, value: [{ ok: true, value }] });
    return value;
  }

  function take({ signals, withdrawals, targets, eckAlias, ...of }: typeof messages extends fc.Arbitrary<infer T> ? T : never) {
    const { exchange } = signalIntake(signals, of);
    const learners = [...new Set(signals.map((row) => row.learner))].map((alias) => ({ ...learner(alias), ...(eckAlias && { eckAlias }) }));
    const batch = { signals, withdrawals, targets };
    const about = { school: of.school, party: of.party, learners: learnerCells(learners), erasures: 0, directory: undefined, batch };
    const taken = { kind: 'take', exchange: wholeExchange(exchange), ...about } as const;
    return write({ kind: 'goals', write: { table: 'signals', write: taken } }, [of.school]);
  }

  test('are stored and queued alike in both databases', async () => {
    let stored = 0;
    await fc.assert(
      fc.asyncProperty(messages, async (message) => {
        await take(message);
      }),
      { numRuns: MESSAGES },
    );
    for (const one of STORED) {
      const rows = new ScriptRunner(sqlite).run(all(one, undefined));
      expect(await pool.with('test', (client) => runScript(client, 'once', () => all(one, undefined)))).toEqual(rows);
      expect(rows.length).toBeGreaterThan(4);
      stored += rows.length;
    }
    expect(stored).toBeGreaterThan(MESSAGES);
  });

  test('take as many trips for a hundred as for one', async () => {
    const trips = async (count: number): Promise<number> => {
      const before = tripsMade();
      const signals = Array.from({ length: count }, (_, at) => signalRow(`${count}-${at}`, { basis: [`r${at}`] }));
      await take({ signals, withdrawals: [], targets: ['t1', 't2'], party: PARTY, school: SCHOOL, eckAlias: undefined });
      return tripsMade() - before;
    };
    expect(await trips(100)).toBe(await trips(1));
  });
});
