// How long a store takes to move to PostgreSQL and back: node bench/move/run.js [RESULTS]. Needs a build. See docs/performance.md.
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openStore } from '../../dist/store/open.js';
import { PostgresServer } from '../../scripts/embedded-postgres.js';
import { ROOT } from '../../scripts/root.js';
import { fillResults } from '../goals/many-results.js';

const SCHOOLS = 10;
const LOOKS_EVERY_MS = 200;
const PARTY = 'BENCH';

const results = Number(process.argv[2] ?? 1_000_000);
const note = (line) => process.stderr.write(`${line}\n`);
const directory = mkdtempSync(path.join(tmpdir(), 'uwlr-move-'));
// PostgreSQL runs as somebody else where this runs as root.
chmodSync(directory, 0o711);

async function fill(data) {
  const uwlr = (...args) => command([...args, '--data', data]);
  await uwlr('party', 'add', '--klantcode', PARTY, '--klantnaam', 'Bench', '--role', 'ea');
  const schools = Array.from({ length: SCHOOLS }, (_, number) => `99B${String.fromCharCode(65 + number)}`);
  for (const school of schools) await uwlr('school', 'add', '--brin', school, '--name', school);
  const store = await openStore({ dataDirectory: data });
  for (const school of schools)
    await fillResults(store, { school, party: PARTY, results: results / SCHOOLS, tests: 200, note: () => undefined });
  await store.close();
}

/** Runs a command to its end; gives what it printed as JSON, with seconds of the clock and the most memory it had. */
async function command(args, env = {}) {
  const began = performance.now();
  let mebibytes = 0;
  const output = await new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [path.join(ROOT, 'bin', 'uwlr.js'), ...args, '--json'],
      { env: { ...process.env, ...env }, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        clearInterval(looking);
        if (error) reject(new Error(stderr));
        else resolve(JSON.parse(stdout));
      },
    );
    const looking = setInterval(() => {
      mebibytes = Math.max(mebibytes, memoryOf(child.pid));
    }, LOOKS_EVERY_MS);
  });
  return { output, seconds: Math.round((performance.now() - began) / 100) / 10, mebibytes };
}

function memoryOf(pid) {
  try {
    const [, kibibytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(kibibytes) / 1024);
  } catch {
    return 0;
  }
}

/** Tables that are not as they were: those of the audit, which says that the store moved. */
const differing = (one, other) =>
  one.output.tables.flatMap(({ table, sha256 }, at) => (other.output.tables[at].sha256 === sha256 ? [] : [table]));
const mebibytesOf = (file) => Math.round(statSync(file).size / 1024 ** 2);

const serverDirectory = path.join(directory, 'server');
mkdirSync(serverDirectory);
const server = await PostgresServer.make(serverDirectory);
try {
  await server.start();
  const [from, back] = ['from', 'back'].map((name) => path.join(directory, name));
  mkdirSync(from, { mode: 0o700 });
  note(`storing ${results} results`);
  await fill(from);
  note('moving to PostgreSQL');
  const there = await command(['migrate', '--data', from, '--to', server.url]);
  note(`${there.output.rows} rows in ${there.seconds} s, with ${there.mebibytes} MiB of memory`);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query('SELECT pg_database_size(current_database()) / 1048576 AS size');
  await client.end();
  note('moving back');
  const again = await command(['migrate', '--data', from, '--to', `sqlite:${back}`], { UWLR_DATABASE_URL: server.url });
  const of = ({ output, seconds, mebibytes }) => ({ rows: output.rows, seconds, memory: mebibytes });
  const sizes = {
    sqlite: mebibytesOf(path.join(from, 'uwlr.db')),
    postgres: Number(rows[0].size),
    back: mebibytesOf(path.join(back, 'uwlr.db')),
  };
  process.stdout.write(`${JSON.stringify({ results, there: of(there), back: of(again), sizes, differing: differing(there, again) })}\n`);
} finally {
  await server.kill();
  rmSync(directory, { recursive: true, force: true });
}
