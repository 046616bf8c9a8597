import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import fc from 'fast-check';
import type { AuditEntry } from '../../src/store/audit.js';
import type { AuditBreak, AuditVerification } from '../../src/store/audit-chain.js';
import { sealHash } from '../../src/store/audit-seal.js';
import { ScriptRunner } from '../../src/store/sqlite/connection/script-runner.js';
import { type SealRow, sealOf } from '../../src/store/tables/audit/audit-seals.js';
import { verifyAudit } from '../../src/store/tables/audit/audit-verifier.js';
import { KeptHead, sealing, signer } from './support/audit.js';
import { layEarlierAudit } from './support/earlier-audit.js';
import { Forger } from './support/forger.js';
import { OTHER_SCHOOL, SCHOOL } from './support/records.js';
import { type SqlitePlace, sqlitePlace } from './support/temporary.js';

const RUNS = process.env['UWLR_THOROUGH'] === '1' ? 5_000 : 250;
const OLD = '2025-01-01T08:00:00.000Z';
const AT = '2025-10-01T08:00:00.000Z';
const { isGenuine } = signer();

type Row = Readonly<Record<string, string | number | Buffer | null>>;

/** One thing that somebody does to one row. Numbers pick: of so many rows, columns or values, the one at that place. */
interface Tampering {
  readonly table: string;
  readonly how: 'change' | 'remove' | 'copy' | 'exchange';
  readonly row: number;
  readonly other: number;
  readonly column: number;
  readonly value: number;
  /** Whether the hashes and heads are made to fit again afterwards. */
  readonly rechain: boolean;
  /** Whether all seals from one on are removed as well: then the seal outside has to tell. */
  readonly unseal: number | undefined;
}

const TABLES = [
  ...['audit', 'audit', 'audit', 'audit_seal_chain', 'audit_seal_chain', 'audit_heads', 'audit_anchors'],
  ...['audit_fields', 'audit_start', 'audit_seal_start', 'audit_seals'],
];

const tampering: fc.Arbitrary<Tampering> = fc.record({
  table: fc.constantFrom(...TABLES),
  how: fc.constantFrom('change', 'change', 'remove', 'copy', 'exchange'),
  row: fc.nat(),
  other: fc.nat(),
  column: fc.nat(),
  value: fc.nat(),
  rechain: fc.boolean(),
  unseal: fc.option(fc.nat(), { nil: undefined, freq: 3 }),
});

describe.each([
  ['with entries and seals of before there were chains', undefined],
  ['of which the oldest were cut off', '2025-06-01T08:00:00.000Z'],
])('an audit that is sealed to its end, %s', (_, cut) => {
  let place: SqlitePlace;
  let file: Buffer;
  let outside: KeptHead;

  beforeAll(async () => {
    place = await sqlitePlace();
    layEarlierAudit(place.directory, 5, OLD);
    const store = await place.open();
    outside = new KeptHead();
    store.useSecret('k', sealing('k', outside));
    const entry = (nth: number): AuditEntry => ({
      at: nth < 6 ? OLD : AT,
      actor: 'client:dashboard',
      operation: nth % 5 === 0 ? 'results.read' : 'learners.read',
      outcome: 'done',
      ...(nth % 3 === 0 ? {} : { school: nth % 3 === 1 ? SCHOOL : OTHER_SCHOOL }),
      ...(nth % 2 === 0 ? { agreement: `a${nth}` } : { subject: `s${nth}` }),
      counts: { learners: nth },
      ...(nth % 4 === 0 ? {} : { fields: [nth % 4 === 1 ? 'leerlinggegevens/leerlingen' : 'leerlinggegevens/groepen'] }),
    });
    for (let nth = 1; nth <= 24; nth += 3) {
      await store.appendAudit([entry(nth), entry(nth + 1), entry(nth + 2)]);
      await store.sealAudit();
    }
    if (cut !== undefined) expect(await store.cutAudit(cut)).toBe(10);
    await store.appendAudit([entry(25)]);
    await store.sealAudit();
    await store.close();
    const db = new SqliteDatabase(place.file);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.pragma('journal_mode = DELETE');
    file = db.serialize();
    db.close();
  });
  afterAll(() => place.remove());

  /** Few seals are read at once, so that some are always ahead. */
  const broken = async (db: Database, more: AuditVerification = {}): Promise<AuditBreak | undefined> =>
    new ScriptRunner(db).run(verifyAudit({ isGenuine, ...more }, 2)).broken;

  test('is right as it is', async () => {
    const db = new SqliteDatabase(file);
    expect(await broken(db, { outside: outside.head! })).toBeUndefined();
    db.close();
  });

  test('tells of any change of any column of any row, any row that is gone, copied or exchanged, all hashes made again or not', async () => {
    const found = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(tampering, async (one) => {
        const db = new SqliteDatabase(file);
        const before = contentOf(db);
        const isDone = tamper(db, one);
        const isSame = contentOf(db) === before;
        // Seals that are gone from the end only the one outside tells of.
        const isUnsealed = one.unseal !== undefined || (one.table === 'audit_seal_chain' && one.how === 'remove');
        const what = isDone && !isSame ? await broken(db, isUnsealed ? { outside: outside.head! } : {}) : undefined;
        db.close();
        fc.pre(isDone && !isSame);
        expect(what).toEqual(expect.objectContaining({ seq: expect.any(Number), kind: expect.any(String) }));
        found.set(what!.kind, (found.get(what!.kind) ?? 0) + 1);
      }),
      { numRuns: RUNS },
    );
    console.log(`found: ${[...found].map(([kind, times]) => `${kind} ${times}`).join(', ')}`);
    expect(found.size).toBeGreaterThan(4);
  });

  test('tells of any history that somebody made whole again, wherever entries and seals are said to begin', async () => {
    const index = fc.nat({ max: 40 });
    const remade = fc.record({
      change: index,
      how: fc.constantFrom('change', 'remove', 'none'),
      cut: fc.option(index),
      from: index,
      to: index,
    });
    await fc.assert(
      fc.asyncProperty(remade, async (one) => {
        const db = new SqliteDatabase(file);
        const before = contentOf(db);
        remake(db, one);
        const isSame = contentOf(db) === before;
        const what = isSame ? undefined : await broken(db, { outside: outside.head! });
        db.close();
        fc.pre(!isSame);
        expect(what).toEqual(expect.objectContaining({ seq: expect.any(Number), kind: expect.any(String) }));
      }),
      { numRuns: RUNS },
    );
  });
});

/**
 * Changes an entry, or takes it out; cuts off the first ones, as retention does it; makes all hashes fit; and leaves seals from one up to
 * another, with a beginning that is right for them.
 */
function remake(
  db: Database,
  one: { readonly change: number; readonly how: string; readonly cut: number | null; readonly from: number; readonly to: number },
): void {
  const forger = new Forger(db);
  const pick = (sql: string, nth: number): number => {
    const all = db.prepare<[], number>(sql).pluck().all();
    return all[nth % all.length] as number;
  };
  const seq = pick('SELECT seq FROM audit ORDER BY seq', one.change);
  if (one.how === 'remove') forger.remove(seq);
  if (one.how === 'change') forger.do(`UPDATE audit SET actor = 'client:other' WHERE seq = ${seq}`);
  if (one.cut !== null) {
    forger.rechain();
    const upTo = pick('SELECT seq FROM audit ORDER BY seq', one.cut);
    const last = pick('SELECT max(seq) FROM audit', 0);
    forger.do(`
      INSERT INTO audit SELECT ${last + 1}, 2, at, 'gateway', 'audit.cut', 'done', NULL, NULL, NULL, NULL, '{"entries":1,"upTo":${upTo}}', NULL,
        previous, hash FROM audit WHERE seq = ${last};
      UPDATE audit_start SET seq = ${upTo}, hash = (SELECT hash FROM audit WHERE seq = ${upTo});
      INSERT INTO audit_anchors SELECT CASE version WHEN 1 THEN '' ELSE coalesce(school, '*') END, max(seq), hash FROM audit
        WHERE seq <= ${upTo} GROUP BY 1 ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
      DELETE FROM audit WHERE seq <= ${upTo};
    `);
  }
  forger.rechain();
  const seals = db.prepare<[], SealRow>('SELECT * FROM audit_seal_chain ORDER BY number').all();
  const start = one.from % (seals.length + 1);
  const end = start + (one.to % (seals.length + 1 - start));
  const kept = seals.slice(start, end).map(({ number }) => number);
  const last = seals[start - 1];
  if (last !== undefined) {
    db.prepare('UPDATE audit_seal_start SET number = ?, hash = ?').run(last.number, Buffer.from(sealHash(sealOf(last)), 'hex'));
    forger.do('DELETE FROM audit_seals');
  }
  forger.do(`DELETE FROM audit_seal_chain WHERE number NOT IN (${kept.join(', ')})`);
}

/** False: the database does not take it, or there is nothing to do it to. */
function tamper(db: Database, { table, how, row, other, column, value, rechain, unseal }: Tampering): boolean {
  const forger = new Forger(db);
  const rows = db.prepare<[], Row>(`SELECT * FROM ${table}`).all();
  const [one, two] = [rows[row % rows.length], rows[other % rows.length]];
  const columns = Object.keys(one ?? {});
  const name = columns[column % columns.length];
  if (one === undefined || two === undefined || name === undefined) return false;
  // A list of fields that no entry names says nothing.
  if (table === 'audit_fields' && how === 'copy') return false;
  // The last entry once more before itself is the same as one more after the last seal, which is not covered yet.
  if (table === 'audit' && how === 'copy' && one === two && one === rows.at(-1)) return false;
  try {
    if (how === 'change') set(db, table, one, name, otherValue(one[name]!, value));
    else if (how === 'remove') db.prepare(`DELETE FROM ${table} WHERE ${keyOf(one)} IS ?`).run(one[keyOf(one)]);
    // In between: after the last seal anybody can add one.
    else if (how === 'copy' && table === 'audit') forger.insert(Number(two['seq']), Number(one['seq']));
    else if (how === 'copy') copy(db, table, one, rows);
    else exchange(db, table, one, two, name);
  } catch (error) {
    // By name: each test file has a class of its own, and a process raises that of the first.
    if ((error as Error).name === 'SqliteError') return false;
    throw error;
  }
  if (rechain) forger.rechain();
  const seals = db.prepare<[], number>('SELECT number FROM audit_seal_chain ORDER BY number').pluck().all();
  if (unseal !== undefined) forger.unseal(seals[unseal % Math.max(1, seals.length)] ?? 0);
  return true;
}

function set(db: Database, table: string, row: Row, name: string, value: Row[string]): void {
  db.prepare(`UPDATE ${table} SET ${name} = ? WHERE ${keyOf(row)} IS ?`).run(value, row[keyOf(row)]);
}

/** The first column of each of these tables is its key. */
function keyOf(row: Row): string {
  return Object.keys(row)[0] as string;
}

/** Puts a row in once more, under a key that is free. */
function copy(db: Database, table: string, row: Row, rows: readonly Row[]): void {
  const key = keyOf(row);
  const last = Math.max(...rows.map((one) => Number(one[key]) || 0));
  const fresh = typeof row[key] === 'number' ? last + 1 : `${row[key]}2`;
  const values = [fresh, ...Object.values(row).slice(1)];
  db.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`).run(...values);
}

/** Two rows get each other's value. */
function exchange(db: Database, table: string, one: Row, two: Row, name: string): void {
  if (name !== keyOf(one)) {
    set(db, table, one, name, two[name]!);
    set(db, table, two, name, one[name]!);
    return;
  }
  const [first, second] = [one[name]!, two[name]!];
  const between = typeof first === 'number' ? -5 : Buffer.isBuffer(first) ? Buffer.alloc(3) : 'between';
  const move = db.prepare(`UPDATE ${table} SET ${name} = ? WHERE ${name} IS ?`);
  move.run(between, first);
  move.run(first, second);
  move.run(second, between);
}

function otherValue(value: Row[string], pick: number): Row[string] {
  if (value === null) return 'x';
  if (typeof value === 'number') return [value + 1, value - 1, 0, value + 1000][pick % 4]!;
  if (typeof value === 'string') return [`${value} `, '', value.slice(1), value.toUpperCase(), '2026-01-01T00:00:00.000Z'][pick % 5]!;
  const bytes = Buffer.from(value);
  if (bytes.length > 0) bytes.writeUInt8(bytes.readUInt8(pick % bytes.length) ^ 1, pick % bytes.length);
  return [bytes, bytes, Buffer.alloc(32), Buffer.alloc(0)][pick % 4]!;
}

function contentOf(db: Database): string {
  return [...new Set(TABLES)].map((table) => JSON.stringify(db.prepare(`SELECT * FROM ${table} ORDER BY 1`).raw().all())).join('\n');
}
