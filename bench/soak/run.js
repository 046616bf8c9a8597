// `npm run soak`: a gateway under steady load for a long time. Schools send messages at a share of what it can take, results go on to a
// webhook, and once in ten seconds somebody looks at its memory and at how long its event loop was held up.
// --minutes N (60), --share S (0.7) of the capacity that is measured first, --postgres (SQLite otherwise), --nodes N of them (1),
// --schools N (16), --bytes N of a message (2600), --json.
// Exit code 0: memory within 10%, nothing lost, no stall over 100 ms; 1: not so; 2: wrong usage; 3: could not run.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openBooks } from '../../test/kill/books.js';
import { LoadGenerator } from '../load/load-generator.js';
import { benchSchools } from '../messages/sender.js';
import { script } from '../paths.js';
import { Processes } from '../processes.js';
import { processorTime } from '../processor-time.js';
import { prepareDataDirectory } from '../servers/data-directory.js';
import { GATEWAY_PATH, serve } from '../servers/gateway.js';
import { startDatabase } from '../servers/postgres.js';
import { addTarget } from '../servers/targets.js';
import { Workspace } from '../workspace.js';
import { judged, sampleOf } from './samples.js';

const CAPACITY_SECONDS = 20;
const SAMPLE_EVERY_MS = 10_000;
const PIECE_SECONDS = 60;
const MOST_GROWTH = 0.1;
const MOST_STALL_MS = 100;
const MIB = 1024 * 1024;
const WAITING = "SELECT count(*) AS n FROM outbox WHERE state IN ('waiting', 'leased', 'retrying')";

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    share: { type: 'string', default: '0.7' },
    postgres: { type: 'boolean', default: false },
    nodes: { type: 'string', default: '1' },
    schools: { type: 'string', default: '16' },
    bytes: { type: 'string', default: '2600' },
    json: { type: 'boolean', default: false },
  },
});

const workspace = new Workspace();
const processes = new Processes();
const note = (text) => process.stderr.write(`${text}\n`);
const data = workspace.path('data');
const schools = benchSchools(Number(values.schools));
const message = { bytes: Number(values.bytes) };
let server;
try {
  const report = await soak();
  process.stdout.write(values.json ? `${JSON.stringify(report, undefined, 2)}\n` : printed(report));
  process.exitCode = report.good ? 0 : 1;
} catch (error) {
  note(error.stack);
  process.exitCode = 3;
}
await server?.kill();
process.exit();

async function soak() {
  if (values.postgres) server = await startDatabase(workspace, 'postgres');
  const databaseUrl = server?.url;
  await prepareDataDirectory(data, schools, { databaseUrl });
  const receivers = processes.fork(script('./servers/receivers.js'));
  const ports = await receivers.ask('ports');
  await addTarget(data, schools, { name: 'webhook', kind: 'webhook', port: ports.webhook, databaseUrl });
  const nodes = [];
  for (let n = 0; n < (values.postgres ? Number(values.nodes) : 1); n += 1) nodes.push(await start(databaseUrl));
  const generators = nodes.map(() => new LoadGenerator(processes));
  const parts = nodes.map((_, nth) => schools.filter((_school, at) => at % nodes.length === nth));
  const sendAll = (plan) =>
    Promise.all(
      nodes.map(({ port }, nth) => generators[nth].send({ port, path: GATEWAY_PATH, schools: parts[nth], message, ...plan(nodes.length) })),
    );

  note('capacity: as fast as it goes');
  const fast = await sendAll(() => ({ seconds: CAPACITY_SECONDS }));
  const capacity = fast.reduce((sum, { messages, seconds }) => sum + messages / seconds, 0);
  const perSecond = capacity * Number(values.share);
  note(`capacity ${capacity.toFixed(0)} messages/s; from now on ${perSecond.toFixed(0)} for ${values.minutes} minutes`);
  await drained(databaseUrl);

  const samples = nodes.map(() => []);
  const before = nodes.map(({ pid }) => processorTime(pid).all);
  for (const node of nodes) await sampleOf(node);
  let isOver = false;
  const watching = watch(nodes, samples, () => isOver);
  const pieces = [];
  const count = Math.max(1, Math.round((Number(values.minutes) * 60) / PIECE_SECONDS));
  for (let piece = 0; piece < count; piece += 1) {
    const seconds = Math.min(PIECE_SECONDS, Number(values.minutes) * 60);
    pieces.push(...(await sendAll((parts) => ({ seconds, perSecond: perSecond / parts }))));
    const { memory } = samples[0].at(-1) ?? { memory: 0 };
    note(`minute ${piece + 1} of ${count}: p99 ${pieces.at(-1).p99Ms.toFixed(1)} ms, memory ${(memory / MIB).toFixed(0)} MiB`);
  }
  isOver = true;
  await watching;
  const spent = nodes.reduce((sum, { pid }, nth) => sum + processorTime(pid).all - before[nth], 0);
  await drained(databaseUrl);
  for (const { child } of nodes) await processes.end(child);

  const confirmed = [...fast, ...pieces].reduce((sum, { messages }) => sum + messages, 0);
  const books = await countedIn(databaseUrl);
  const paced = pieces.reduce((sum, { messages }) => sum + messages, 0);
  const memory = samples.map(judged);
  const wanted = confirmed * fast[0].results;
  const longestStallMs = Math.max(...memory.map((one) => one.longestStallMs));
  const isFlat = memory.every(({ growth }) => growth <= MOST_GROWTH);
  const lost = wanted - books.results;
  return {
    store: values.postgres ? 'postgres' : 'sqlite',
    nodes: nodes.length,
    minutes: Number(values.minutes),
    capacity,
    perSecond,
    messages: confirmed,
    results: books.results,
    lost,
    undelivered: wanted - books.delivered,
    medianMs: middle(pieces.map((piece) => piece.medianMs)),
    p99Ms: middle(pieces.map((piece) => piece.p99Ms)),
    worstMinuteP99Ms: Math.max(...pieces.map((piece) => piece.p99Ms)),
    processorUsPerMessage: (spent / paced) * 1e6,
    memory,
    longestStallMs,
    good: lost === 0 && wanted === books.delivered && isFlat && longestStallMs <= MOST_STALL_MS,
  };
}

async function start(databaseUrl) {
  const child = serve(processes, data, 0, { UWLR_ALLOW_TARGETS: '127.0.0.1', UWLR_DATABASE_URL: databaseUrl ?? '' });
  return { child, pid: child.pid, port: JSON.parse(await child.line()).port };
}

async function watch(nodes, samples, isOver) {
  for (let next = Date.now() + SAMPLE_EVERY_MS; !isOver(); ) {
    await sleep(Math.min(500, Math.max(0, next - Date.now())));
    if (Date.now() < next) continue;
    next += SAMPLE_EVERY_MS;
    for (const [nth, node] of nodes.entries()) samples[nth].push(await sampleOf(node));
  }
}

async function drained(databaseUrl) {
  const books = await openBooks({ data, databaseUrl });
  while ((await books.rows(WAITING))[0][0] > 0) await sleep(200);
  await books.close();
}

async function countedIn(databaseUrl) {
  const books = await openBooks({ data, databaseUrl });
  const [[results]] = await books.rows('SELECT count(*) AS n FROM results');
  const [[delivered]] = await books.rows("SELECT count(*) AS n FROM outbox WHERE state = 'delivered'");
  await books.close();
  return { results, delivered };
}

function middle(numbers) {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

function printed(report) {
  const { store, nodes, minutes, capacity, perSecond, messages, results, lost, undelivered, memory } = report;
  const mib = (bytes) => `${(bytes / MIB).toFixed(0)} MiB`;
  return [
    `${store}, ${nodes} ${nodes === 1 ? 'process' : 'nodes'}, ${minutes} minutes at ${perSecond.toFixed(0)} messages/s, of a capacity of ${capacity.toFixed(0)}`,
    `messages confirmed ${messages}, results stored ${results}; lost ${lost}, not delivered ${undelivered}`,
    `latency: median ${report.medianMs.toFixed(1)} ms, 99% within ${report.p99Ms.toFixed(1)} ms (worst minute ${report.worstMinuteP99Ms.toFixed(1)} ms)`,
    `processor time per message: ${report.processorUsPerMessage.toFixed(0)} us, deliveries included`,
    ...memory.map(({ early, late, growth }) => `memory: ${mib(early)}, at the end ${mib(late)} (${(growth * 100).toFixed(1)}%)`),
    `longest stall of the event loop: ${report.longestStallMs.toFixed(0)} ms`,
    report.good ? 'good' : 'NOT GOOD',
    '',
  ].join('\n');
}
