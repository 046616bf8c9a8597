import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type pg from 'pg';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { statementOf } from '../../src/store/postgres/statement.js';
import { type AnyQuery, allQueries } from '../../src/store/sql/query.js';
import { describePostgres, emptyDatabase, type TestDatabase } from '../support/postgres.js';
import { fillPostgres } from './support/filled-postgres.js';
import { type PlanNode, walksOf } from './support/plan-walks.js';

const TABLES = new URL('../../src/store/tables/', import.meta.url);
/** Rows from which on it matters how a table is read. */
const LARGE = 1_500;

/** Statements that go through more than they give, with the reason why they may: words of each are enough. */
const WALKS: readonly (readonly [reason: string, ...texts: string[]])[] = [
  [
    'the audit is cut from its beginning, once in a purge: what is gone through is what goes',
    'SELECT seq FROM audit WHERE at >= $1 ORDER BY seq LIMIT 1',
    'SELECT number FROM audit_seal_chain WHERE seq > $1 ORDER BY number LIMIT 1',
    'DELETE FROM audit_fields WHERE hash NOT IN',
  ],
  ['an audit is verified whole', "FROM audit WHERE version > 1 AND operation = 'gateway.start'"],
  ['the audit of the whole gateway is read by its operator, page by page', 'a.seq < $1 AND a.at >= $2', 'a.seq > $1 AND a.at >= $2'],
  [
    'a party is removed by hand, and its traces are looked for everywhere',
    'SELECT count(*) AS n FROM disclosures WHERE receiver = $1',
    'SELECT CASE WHEN EXISTS (SELECT 1 FROM assessments WHERE party = $1)',
  ],
  ['an index has nothing but brief records', 'DELETE FROM exchanges WHERE brief = 1 AND seq <='],
  [
    'a mapping or a set of goals is for any school: once for each that is imported',
    'SELECT school FROM activities WHERE party = coalesce($1, party)',
  ],
  ['a change of deliveries by hand, by nothing but their age', "CASE WHEN (o.kind = 'withdrawal'"],
  ['messages that were sent, of all schools: few lanes are of one', 'FROM delivery_attempts a JOIN delivery_batches b ON b.seq = a.batch'],
  ['notices of erasures are few, and their end is looked at once in a purge', 'DELETE FROM erasure_notices WHERE until <= $1'],
  ['a backup, and a restored one, is told of every erasure', 'lifted_at FROM erasures ORDER BY seq'],
  ['messages of all schools, from a moment on', 'FROM exchanges WHERE seq >= $1 AND received_at >= $2', "strpos(e.findings, 'UWLR-EX-01')"],
  ['most messages are accepted, so that a page of those has not far to go', 'AS created_ns FROM exchanges WHERE outcome = $1'],
  [
    'goals and mappings are held in memory, and read whole',
    'SELECT goal_set, document FROM goals ORDER BY goal_set, position',
    'FROM goal_relations ORDER BY goal_set, position',
    'FROM mapping_rows r JOIN mapping_versions v ON v.number = r.added_in WHERE r.removed_in IS NULL',
  ],
  [
    'activities without goals, of all schools, asked by hand',
    'SELECT a.seq, a.party, a.document FROM activities a WHERE NOT EXISTS',
    'JOIN results r ON r.shared = h.seq AND r.current = 1 WHERE 1 = 1',
  ],
  [
    'the exact forecast of a purge, asked by hand',
    'SELECT count(*) AS n FROM results r WHERE r.source IN (SELECT seq FROM sources WHERE school = $1) AND r.current',
    'SELECT count(*) AS n FROM learners l WHERE',
    'SELECT count(*) AS n FROM audit WHERE seq <',
  ],
];

async function loadTables(): Promise<void> {
  for (const file of readdirSync(TABLES, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.ts')) await import(new URL(file, TABLES).href);
  }
}

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

async function largeTables(client: pg.ClientBase): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ relname: string }>(
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples >= ${LARGE}`,
  );
  return new Set(rows.map(({ relname }) => relname));
}

async function planOf(client: pg.ClientBase, query: AnyQuery): Promise<PlanNode> {
  const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
    `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${statementOf(query).text}`,
  );
  return rows[0]!['QUERY PLAN'][0].Plan;
}

await describePostgres('statements on 100,000 results in PostgreSQL', () => {
  test('go through no large table, but for those that have to', async () => {
    await loadTables();
    const database: TestDatabase = await emptyDatabase();
    const pool = openPool(database.url);
    const found: string[] = [];
    const texts = WALKS.flatMap(([, ...some]) => some);
    const used = new Set<string>();
    await pool.with('plans', async (client) => {
      await fillPostgres(client);
      const large = await largeTables(client);
      for (const query of allQueries()) {
        const text = flat(statementOf(query).text);
        const walks = walksOf(await planOf(client, query), (table) => large.has(table));
        if (walks.length === 0) continue;
        const allowed = texts.filter((one) => text.includes(one));
        for (const one of allowed) used.add(one);
        if (allowed.length === 0) found.push(`${walks.join(', ')}: ${text}`);
      }
    });
    await pool.close();
    await database.remove();
    expect(found).toEqual([]);
    expect(texts.filter((one) => !used.has(one))).toEqual([]);
  });
});
