import SqliteDatabase, { type Database } from 'better-sqlite3';
import pg from 'pg';
import { acceptDelivery } from '../../../src/store/postgres/accept/accept-delivery.js';
import { openPool, type Pool } from '../../../src/store/postgres/connection/pool.js';
import { runScript } from '../../../src/store/postgres/connection/transaction.js';
import { migrate } from '../../../src/store/sqlite/migrations/migrate.js';
import { writeDelivery } from '../../../src/store/sqlite/outbox/delivery-writer.js';
import { WriteEngine } from '../../../src/store/sqlite/writer/write-engine.js';
import { unwrap, WriteQueue } from '../../../src/store/sqlite/writer/write-queue.js';
import type { Committed, Delivery } from '../../../src/store/store.js';
import { type ScriptedOperation, scriptOf } from '../../../src/store/tables/carry-out.js';
import { emptyDatabase, type TestDatabase } from '../../support/postgres.js';

const ACTOR = 'gateway';

/** A statement that both databases read, or one for each. */
export type Sql = string | { readonly sqlite: string; readonly postgres: string };

/** What a store says when it refuses. */
export interface Refused {
  readonly code: string;
  readonly message: string;
}

/** An empty store on each of the two databases, to do the same to. */
export class BothDatabases {
  private readonly engine: WriteEngine;
  private readonly queue: WriteQueue;

  private constructor(
    private readonly sqlite: Database,
    private readonly database: TestDatabase,
    readonly pool: Pool,
    private readonly client: pg.Client,
  ) {
    migrate(sqlite);
    this.engine = new WriteEngine(sqlite);
    this.queue = new WriteQueue(async (request) => this.engine.answer(request));
  }

  static async open(): Promise<BothDatabases> {
    const database = await emptyDatabase();
    const sqlite = new SqliteDatabase(':memory:');
    sqlite.pragma('foreign_keys = ON');
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    return new BothDatabases(sqlite, database, openPool(database.url), client);
  }

  /** Of the database on PostgreSQL. */
  get url(): string {
    return this.database.url;
  }

  async close(): Promise<void> {
    await this.pool.close();
    await this.client.end();
    this.sqlite.close();
    await this.database.remove();
  }

  /** `schools`: whose locks it needs. */
  async write(operation: ScriptedOperation, schools: readonly string[] = ['*']): Promise<void> {
    unwrap(this.engine.answer({ kind: 'batch', operations: [{ ...operation, actor: ACTOR }] }));
    await this.pool.with('test', (client) => runScript(client, { schools }, () => scriptOf(operation, ACTOR)));
  }

  /** What became of a message in SQLite and in PostgreSQL. `make`: makes it anew, as its slices are read once. */
  async accept(make: () => Delivery): Promise<readonly (Committed | Refused)[]> {
    const sqlite = await outcome(writeDelivery(this.queue, make(), ACTOR));
    return [sqlite, await outcome(acceptDelivery(this.pool, make(), ACTOR))];
  }

  async run(sql: Sql): Promise<void> {
    const { sqlite, postgres } = typeof sql === 'string' ? { sqlite: sql, postgres: sql } : sql;
    this.sqlite.exec(sqlite);
    await this.runOnPostgres(postgres);
  }

  async runOnPostgres(sql: string): Promise<void> {
    await this.client.query(sql);
  }

  /** Rows of both, as texts. */
  async rows(sql: string): Promise<readonly (readonly string[])[]> {
    const sqlite = this.sqlite.prepare(sql).safeIntegers().raw().all() as unknown[][];
    const { rows } = await this.client.query<unknown[]>({ text: sql, rowMode: 'array' });
    return [sqlite, rows].map((all) => all.map((row) => row.map(text).join(' | ')));
  }
}

async function outcome(committed: Promise<Committed>): Promise<Committed | Refused> {
  try {
    return await committed;
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    return { code, message };
  }
}

function text(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('hex') : String(value);
}

/** All that messages leave behind, table by table, without the numbers of rows. */
export const CONTENTS: Readonly<Record<string, string>> = {
  sources: 'SELECT school, party, irregular FROM sources ORDER BY seq',
  exchanges: `
    SELECT id, direction, operation, party, school, version, policy, received_at, duration_ms, wire_bytes, decoded_bytes, digest, created_at_ns,
      outcome, fault_code, findings, finding_count, result_count, repeats, stored_at, learner_count, agreement, brief, credential, reason, strips, strip_count,
      (SELECT count(*) FROM results r JOIN sources o ON o.seq = r.source WHERE o.school = e.school AND r.seq <= e.results_before) AS results_before
    FROM exchanges e ORDER BY seq`,
  deliveries: `
    SELECT o.school, o.party, d.digest, e.id FROM deliveries d JOIN sources o ON o.seq = d.source JOIN exchanges e ON e.seq = d.exchange
    ORDER BY o.school, o.party, d.digest`,
  'latest moments': 'SELECT school, party, created_at_ns, forgotten_ns FROM latest_created ORDER BY school, party',
  'request keys': `
    SELECT k.school, k.party, k.key, e.id, k.results, k.revised FROM request_keys k JOIN exchanges e ON e.seq = k.exchange
    ORDER BY k.school, k.party, k.key`,
  learners: 'SELECT school, alias, eck_id, sealed_id, eck_alias, roster_learner, left_at FROM learners ORDER BY school, alias',
  'ECK iDs': `
    SELECT l.school, l.alias, e.number, e.eck_id FROM learner_eck_ids e JOIN learners l ON l.seq = e.learner ORDER BY l.school, l.alias, e.number`,
  assessments: `
    SELECT a.school, a.id, a.revision, a.current, a.party, a.code, a.version, e.id, a.document FROM assessments a
    JOIN exchanges e ON e.seq = a.exchange ORDER BY a.seq`,
  activities: 'SELECT school, party, digest, document, tagged_at_sets, tagged_at_mappings, retagged_in FROM activities ORDER BY seq',
  links: `
    SELECT l.school, a.digest, l.goal, s.id, s.school, l.supplier_goal, l.supplier_title, l.coverage, l.via, l.asserted_by, l.mapping_version, l.original,
      l.valid_from, l.valid_until, l.added_at, l.ended_at
    FROM goal_links l JOIN activities a ON a.seq = l.activity LEFT JOIN goal_sets s ON s.seq = l.goal_set ORDER BY l.seq`,
  're-tags': 'SELECT school, cause, step, position, done, total, asked_at, ended_at FROM retag_jobs ORDER BY seq',
  'shared texts': `
    SELECT o.school, o.party, h.digest, h.assessment, h.exercise, a.digest, h.document FROM result_shared h JOIN sources o ON o.seq = h.source
    LEFT JOIN activities a ON a.seq = h.activity ORDER BY h.seq`,
  results: `
    SELECT o.school, o.party, r.id, r.revision, r.current, l.alias, r.eck_number, h.document, a.digest, e.id, r.day, r.key, r.sealed_key, r.own
    FROM results r JOIN sources o ON o.seq = r.source JOIN learners l ON l.seq = r.learner JOIN result_shared h ON h.seq = r.shared
    LEFT JOIN activities a ON a.seq = h.activity JOIN exchanges e ON e.seq = r.exchange ORDER BY r.seq`,
  lanes: 'SELECT target, school, keys_of, due_at, due_from FROM delivery_lanes ORDER BY target, school',
  outbox: `
    SELECT l.target, l.school, q.kind, r.id, r.revision, s.id, s.revision, e.id, q.state, q.reason, q.attempts, q.queued_at, q.settled_at FROM outbox q
    JOIN delivery_lanes l ON l.seq = q.lane LEFT JOIN results r ON r.seq = q.result
    LEFT JOIN signals s ON s.seq = -q.result LEFT JOIN exchanges e ON e.seq = q.exchange ORDER BY q.seq`,
  signals: `
    SELECT s.school, s.id, s.revision, s.current, s.party, l.alias, s.supplier_goal, s.kind, s.status, s.raised_at, s.valid_until, e.id, s.digest, s.document
    FROM signals s JOIN learners l ON l.seq = s.learner JOIN exchanges e ON e.seq = s.exchange ORDER BY s.school, s.id, s.revision`,
  'bases of signals': 'SELECT school, result, signal FROM signal_basis ORDER BY school, result, signal',
  'counts of deliveries': `
    SELECT l.target, l.school, c.state, c.rows FROM delivery_counts c JOIN delivery_lanes l ON l.seq = c.lane ORDER BY l.target, l.school, c.state`,
  audit: 'SELECT at, actor, operation, outcome, school, agreement, exchange, subject, counts, fields FROM audit ORDER BY seq',
  'lists of fields': 'SELECT hash, paths FROM audit_fields ORDER BY hash',
};
