// What becomes of statements that a connection prepared while tables were small, when these have grown: `npm run build && node bench/postgres/plans.js`.
// It starts a PostgreSQL server of its own, without autovacuum, and prints a table in Markdown: milliseconds a statement, a quarter of the runs were faster.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../../dist/store/postgres/schema/migrate.js';
import { PostgresServer } from '../../scripts/embedded-postgres.js';

const ROWS = 100_000;
/** After five runs PostgreSQL makes the plan that it keeps. */
const WARM_UP = 12;
const TIMES = 100;
const COMMON = '-c jit=off';
const KEPT = `${COMMON} -c random_page_cost=1.1 -c enable_mergejoin=off -c enable_seqscan=off`;
const WAYS = {
  'as PostgreSQL does it': COMMON,
  'a plan each time': `${COMMON} -c plan_cache_mode=force_custom_plan`,
  'kept plans with indexes': KEPT,
};
/** Some as the store has them; an exchange is looked up by the foreign keys of what it brought. `n`: any number up to `ROWS`. */
const STATEMENTS = {
  'learner by alias': ['SELECT seq FROM learners WHERE school = $1 AND alias = $2', (n) => ['99XX', `alias-${n % 20_000}`]],
  'current result by id': [
    'SELECT seq FROM results WHERE source = $1 AND id = $2 AND current = 1',
    (n) => [1, Buffer.from(String(n).padStart(16, '0'))],
  ],
  'page of results': [
    'SELECT seq FROM results WHERE source = $1 AND current = $2 AND seq > $3 AND seq <= $4 ORDER BY seq LIMIT $5',
    (n) => [1, 1, n, Number.MAX_SAFE_INTEGER, 100],
  ],
  'newest message of a school': [
    'SELECT seq, stored_at FROM exchanges WHERE school = $1 ORDER BY seq DESC LIMIT 1',
    (n) => [n % 2 === 0 ? '99XX' : '99YY'],
  ],
  'front of a lane': [
    "SELECT o.seq, r.id FROM outbox o LEFT JOIN results r ON r.seq = o.result WHERE o.lane = $1 AND o.state IN ('waiting', 'leased', 'retrying') ORDER BY o.seq LIMIT $2",
    () => [1, 100],
  ],
  'one that is written, with foreign keys': [
    "INSERT INTO learner_eck_ids (learner, number, eck_id) VALUES ($1, $2, 'x')",
    (n, nth) => [1 + (n % 20_000), nth],
  ],
  'one that goes, with a look at what refers to it': ['DELETE FROM learners WHERE seq = $1', (n) => [30_000 + n]],
};
const FIRST = `
  INSERT INTO schools (id, name, created_at) VALUES ('99XX', 'a', 'now'), ('99YY', 'b', 'now');
  INSERT INTO parties (klantcode, klantnaam, role, policy, accept_stale, created_at) VALUES ('ea', 'ea', 'ea', 'strict', 0, 'now');
  INSERT INTO targets (id, party, kind, settings, created_at) VALUES ('t', 'ea', 'las', '', 'now');
  INSERT INTO delivery_lanes (target, school, keys_of) VALUES ('t', '99XX', 'ea');
  INSERT INTO sources (school, party) VALUES ('99XX', 'ea'), ('99YY', 'ea')`;
const grown = (from, to) => `
  INSERT INTO learners (school, alias) SELECT '99XX', 'alias-' || n FROM generate_series(${from}, ${Math.ceil(to / 5)}) n;
  INSERT INTO exchanges (id, direction, operation, party, school, received_at, duration_ms, wire_bytes, decoded_bytes, outcome, findings, finding_count, result_count, stored_at, results_before)
    SELECT 'e' || n, 'in', 'o', 'ea', '99XX', 'now', 1, 1, 1, 'accepted', '[]', 0, 10, n, n FROM generate_series(${from}, ${Math.ceil(to / 10)}) n;
  INSERT INTO results (source, id, revision, current, learner, eck_number, shared, exchange, day, own)
    SELECT 1 + n % 2, convert_to(lpad(CAST(n AS text), 16, '0'), 'UTF8'), 1, 1, 1 + n % 20000, 0, 1, 1 + n / 10, 20000, '[]' FROM generate_series(${from}, ${to}) n;
  INSERT INTO outbox (lane, kind, result, state, queued_at)
    SELECT 1, 'result', n, CASE WHEN n % 500 = 0 THEN 'waiting' ELSE 'delivered' END, n FROM generate_series(${from}, ${to / 2}) n`;

const quartile = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 4)];

let asked = 0;

async function timed(client, name, times, start) {
  const [text, values] = STATEMENTS[name];
  const took = [];
  for (let at = 0; at < times; at++) {
    const before = performance.now();
    await client.query({ name, text, values: values(start + (start === 0 ? at % 4 : at * 37), ++asked) });
    took.push(performance.now() - before);
  }
  return quartile(took);
}

async function allTimed(client, times, start) {
  const took = {};
  for (const name of Object.keys(STATEMENTS)) took[name] = await timed(client, name, times, start);
  return took;
}

/** Milliseconds of each statement: while tables are small, when they have grown, and when they were analysed after that. */
async function measure(server, options, database) {
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${database} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${database}`;
  const [grower, node] = [new pg.Client(url.href), new pg.Client({ connectionString: url.href, options })];
  for (const client of [admin, grower, node]) client.on('error', () => undefined);
  await grower.connect();
  await migrate(grower);
  await grower.query(`${FIRST}; ALTER TABLE outbox DISABLE TRIGGER USER; ${grown(0, 20)}; ANALYZE`);
  await node.connect();
  const small = await allTimed(node, WARM_UP, 0);
  await grower.query(grown(21, ROWS));
  const large = await allTimed(node, TIMES, 1_000);
  await grower.query('ANALYZE');
  await allTimed(node, 1, 30_000);
  const analysed = await allTimed(node, TIMES, 60_000);
  await Promise.all([grower.end(), node.end()]);
  await admin.end();
  return { small, large, analysed };
}

const directory = mkdtempSync(path.join(tmpdir(), 'uwlr-plans-'));
// Where this runs as root, the server does not.
chmodSync(directory, 0o755);
const server = await PostgresServer.make(directory, { autovacuum: 'off', fsync: 'off' });
await server.start();
try {
  const found = {};
  for (const [at, [way, options]] of Object.entries(WAYS).entries()) found[way] = await measure(server.url, options, `plans_${at}`);
  const ways = Object.keys(WAYS);
  console.log(`| ms a statement: small / grown to ${ROWS} / analysed | ${ways.join(' | ')} |\n|---|${ways.map(() => '---|').join('')}`);
  for (const name of Object.keys(STATEMENTS)) {
    const cells = ways.map((way) => ['small', 'large', 'analysed'].map((when) => found[way][when][name].toFixed(2)).join(' / '));
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
} finally {
  await server.kill();
  rmSync(directory, { recursive: true, force: true });
}
