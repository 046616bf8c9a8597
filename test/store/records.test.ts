import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Database } from 'better-sqlite3';
import * as fc from 'fast-check';
import type { ExchangeRecord } from '../../src/store/exchange-record.js';
import type { Disclosure } from '../../src/store/rights-store.js';
import { AuditTable } from '../../src/store/sqlite/audit/audit-table.js';
import { openForWriting } from '../../src/store/sqlite/connection/connection.js';
import { Patience } from '../../src/store/sqlite/connection/patience.js';
import { ScriptRunner } from '../../src/store/sqlite/connection/script-runner.js';
import { WriterMemory } from '../../src/store/sqlite/connection/writer-memory.js';
import { prepareDatabaseFile } from '../../src/store/sqlite/files/data-files.js';
import { migrate } from '../../src/store/sqlite/migrations/migrate.js';
import { WriteEngine } from '../../src/store/sqlite/writer/write-engine.js';
import { type ScriptedOperation, scriptOf } from '../../src/store/tables/carry-out.js';
import { wholeExchange } from '../../src/store/tables/exchanges/exchange-columns.js';
import type { Stamped } from '../../src/store/tables/operation.js';
import { exchange, OTHER_SCHOOL, PARTY, party, SCHOOL, school } from './support/records.js';
import { sqlitePlace } from './support/temporary.js';

const TABLES = ['exchanges', 'audit', 'audit_heads', 'audit_fields', 'disclosures', 'disclosed_learners'];
const NOW = Date.parse('2026-11-03T09:00:00.000Z');

let dbs: Database[];
let places: Awaited<ReturnType<typeof sqlitePlace>>[];

beforeEach(() => {
  dbs = [];
  places = [];
});

afterEach(async () => {
  jest.restoreAllMocks();
  for (const db of dbs) db.close();
  await Promise.all(places.map((place) => place.remove()));
});

const schools = fc.constantFrom(undefined, SCHOOL, OTHER_SCHOOL);
const records = fc
  .record({
    school: schools,
    party: fc.constantFrom(undefined, PARTY),
    outcome: fc.constantFrom('accepted' as const, 'refused' as const, 'repeated' as const),
    direction: fc.constantFrom('in' as const, 'out' as const),
    brief: fc.constantFrom(undefined, undefined, true as const),
    actor: fc.constantFrom('gateway', 'cli:beheer'),
    fields: fc.constantFrom<readonly string[] | undefined>(undefined, [], ['leerlingen/geboortedatum', 'leerlingen/geslacht']),
    createdAtNs: fc.constantFrom(undefined, 1_762_160_400_123_456_789n),
    learnerCount: fc.nat({ max: 2 }),
    findings: fc.constantFrom<ExchangeRecord['findings']>(
      [],
      [{ rule: 'UWLR-LR-001', severity: 'warning', path: '/a', message: 'a', line: 1, column: 1 }],
    ),
    strips: fc.constantFrom<NonNullable<ExchangeRecord['strips']>>([], [{ path: 'a/b', rule: 'policy', count: 2 }]),
    moved: fc.integer({ min: -5, max: 5 }),
    disclosed: fc.constantFrom(undefined, undefined, [], ['l1', 'l2']),
  })
  .map(({ actor, moved, disclosed, ...more }) => ({ actor, moved, disclosed, more: present(more) }));

test('a record that the script keeps is the one that the writer of SQLite keeps by itself, with the same entry in the audit', async () => {
  const [own, scripted] = [await opened(), await opened()];
  const memory = new WriterMemory(scripted);
  const audit = new AuditTable(scripted, memory);
  const engine = new WriteEngine(own, undefined, new Patience(0));
  const runner = new ScriptRunner(scripted, { audit: (entry) => audit.append(entry), mark: () => undefined });
  const keep = (operation: Stamped): void => {
    expect(engine.answer({ kind: 'batch', operations: [operation] })).toMatchObject({ value: [{ ok: true }] });
    scripted.transaction(() => runner.run(scriptOf(operation as ScriptedOperation, operation.actor)))();
  };
  const clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
  for (const id of [SCHOOL, OTHER_SCHOOL]) keep({ kind: 'school', actor: 'cli:beheer', school: school(id) });
  keep({ kind: 'party', actor: 'cli:beheer', party: party(PARTY) });
  let messages = 0;
  let [at, most] = [NOW, 0];
  fc.assert(
    fc.property(records, ({ actor, moved, disclosed, more }) => {
      messages += 1;
      // Clocks are set back too.
      at += moved;
      clock.mockReturnValue(at);
      const record = exchange(`e${messages}`, more);
      const disclosure = disclosed && record.school !== undefined ? disclosureOf(record.school, record.id, disclosed) : undefined;
      keep({ kind: 'record', actor, disclosure, ...wholeExchange(record) });
    }),
  );
  for (const table of TABLES) {
    const rows = rowsOf(own, table);
    most += rows.length;
    expect(rowsOf(scripted, table)).toEqual(rows);
  }
  expect(most).toBeGreaterThan(2 * messages);
});

test('a record is not kept when somebody was erased since what it tells of was read', async () => {
  const db = await opened();
  const runner = new ScriptRunner(db, { audit: () => undefined, mark: () => undefined });
  const disclosure = { ...disclosureOf(SCHOOL, 'e1', ['l1']), erasures: 7 };
  const script = scriptOf({ kind: 'record', disclosure, ...wholeExchange(exchange('e1')) }, 'gateway');
  expect(() => runner.run(script)).toThrow('somebody was erased');
  expect(rowsOf(db, 'exchanges')).toEqual([]);
});

async function opened(): Promise<Database> {
  const place = await sqlitePlace();
  places.push(place);
  const db = openForWriting(prepareDatabaseFile(place.directory));
  dbs.push(db);
  migrate(db);
  return db;
}

function disclosureOf(of: string, id: string, learners: readonly string[]): Disclosure {
  return {
    school: of,
    exchange: id,
    at: '2026-11-03T09:00:00.000Z',
    receiver: PARTY,
    operation: 'HaalLeerlingen',
    fields: ['a'],
    learners,
  };
}

function rowsOf(db: Database, table: string): readonly unknown[] {
  return db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).safeIntegers().all();
}

function present(record: { readonly [K in keyof ExchangeRecord]?: ExchangeRecord[K] | undefined }): Partial<ExchangeRecord> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Partial<ExchangeRecord>;
}
