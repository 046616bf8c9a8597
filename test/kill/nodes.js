// `npm run kill:nodes`: as `npm run kill`, with several nodes on one PostgreSQL server. Each school sends its messages to whatever node
// comes by, and some of them to all nodes at once. A node dies again and again, both receivers do, and once the database server does.
// --nodes N (3), --kills N of a node (20), --schools N (40), --results N (20000), --json.
// Exit code 0: equal, 1: not, 2: wrong usage, 3: could not run.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { PostgresServer } from '../../scripts/embedded-postgres.js';
import { compare } from './compare.js';
import { furnish, killSchools, VENDOR } from './furnish.js';
import { GatewayProcess, UWLR } from './gateway-process.js';
import { moment, note, pause } from './moments.js';
import { Receiver } from './receiver.js';
import { printed } from './report.js';
import { postTo, SchoolSender } from './school-senders.js';

const run = promisify(execFile);
const PER_MESSAGE = 25;
const HOST = '127.0.0.1';
/** One message of so many goes to all nodes at once. */
const TO_ALL = 8;
const RETRY_MS = 50;
/** Where in its work a process is killed is left to chance. */
const LONGEST_MOMENT_MS = 500;

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '3' },
    kills: { type: 'string', default: '20' },
    schools: { type: 'string', default: '40' },
    results: { type: 'string', default: '20000' },
    json: { type: 'boolean', default: false },
  },
});
const kills = Number(values.kills);
const schools = killSchools(Number(values.schools));
const messages = Math.ceil(Number(values.results) / schools.length / PER_MESSAGE);

const directory = mkdtempSync(path.join(tmpdir(), 'uwlr-nodes-'));
// The server runs as another user, who has to get there.
chmodSync(directory, 0o755);
mkdirSync(path.join(directory, 'postgres'));
const server = await PostgresServer.make(path.join(directory, 'postgres'));
const secret = `whsec_${randomBytes(32).toString('base64')}`;
const las = new Receiver('las-receiver.js', HOST, path.join(directory, 'las.ndjson'));
const webhook = new Receiver('webhook-receiver.js', HOST, path.join(directory, 'webhook.ndjson'), secret);
const data = path.join(directory, 'data');
const nodes = Array.from(
  { length: Number(values.nodes) },
  (_, n) => new GatewayProcess(data, { databaseUrl: server.url, name: `-${n + 1}` }),
);
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));

const started = process.uptime();
await server.start();
await las.start();
await webhook.start();
await furnish(nodes[0], schools, { las: las.url, webhook: webhook.url, secret });
await Promise.all(nodes.map((node) => node.start()));
const senders = schools.map((school) => new SchoolSender(school, VENDOR, messages, PER_MESSAGE));
const total = schools.length * messages;
let [confirmed, sentToAll] = [0, 0];
/** Nobody sends beyond it: or all would be confirmed before the last kill. */
let goal = 0;

/** Until one of the nodes confirms it. A node that is gone, and one that cannot store for the moment, is asked again or another one is. */
async function post(body) {
  while (confirmed >= goal) await pause(RETRY_MS);
  for (;;) {
    const up = nodes.filter(({ isUp }) => isUp);
    const toAll = Math.random() * TO_ALL < 1;
    if (toAll) sentToAll += 1;
    const asked = toAll ? up : up.slice((Math.random() * up.length) | 0).slice(0, 1);
    const answers = await Promise.all(asked.map(({ url }) => postTo(url, body)));
    const refused = answers.find((answer) => answer !== undefined && answer.status !== 200 && !isForNow(answer));
    const found = refused ?? answers.find((answer) => answer?.status === 200);
    if (found !== undefined) {
      confirmed += 1;
      return found;
    }
    await pause(RETRY_MS);
  }
}

function isForNow({ status, text }) {
  return status === 503 || text.includes('Server.TijdelijkNietBeschikbaar');
}

const sending = Promise.all(senders.map((sender) => sender.send(post, () => false)));
let isOver = false;
const over = sending.finally(() => {
  isOver = true;
});
over.catch(() => undefined);
for (let round = 0; round < kills && !isOver; round += 1) {
  goal = Math.ceil((total * (round + 1)) / (kills + 1));
  const node = nodes[round % nodes.length];
  const receiver = round % 2 === 0 ? las : webhook;
  await moment(LONGEST_MOMENT_MS);
  await Promise.all([node.kill(), receiver.kill()]);
  if (round === Math.floor(kills / 2)) {
    await server.kill();
    await moment(LONGEST_MOMENT_MS);
    await server.start();
    note('the database server was killed, and started again');
  }
  await moment(LONGEST_MOMENT_MS);
  await Promise.all([node.start(), receiver.start()]);
  while (confirmed < goal && !isOver) await pause(RETRY_MS);
  note(`round ${round + 1} of ${kills}: ${confirmed} of ${total} messages confirmed`);
}
goal = total;
await over;
await nodes[0].settled();
const codes = await Promise.all(nodes.map((node) => node.stop()));
const place = { data, databaseUrl: server.url };
const verdict = await compare({ directory, place, senders });
const audit = await verified();
await Promise.all([las.kill(), webhook.kill()]);
await server.kill();

const report = {
  kills: { node: kills, LAS: Math.ceil(kills / 2), webhook: Math.floor(kills / 2), database: kills > 0 ? 1 : 0 },
  nodes: nodes.length,
  sentToAll,
  schools: schools.length,
  seconds: Math.round(process.uptime() - started),
  ...verdict,
  audit,
};
process.stdout.write(
  values.json
    ? `${JSON.stringify(report, undefined, 2)}\n`
    : `${printed(report)}messages that went to all ${nodes.length} nodes at once: ${sentToAll}\naudit: ${audit}\n`,
);
process.exit(verdict.equal && audit === 'good' && codes.every((code) => code === 0) ? 0 : 1);

async function verified() {
  const env = { ...process.env, UWLR_DATABASE_URL: server.url };
  try {
    await run(process.execPath, [UWLR, 'audit', 'verify', '--data', data], { env });
    return 'good';
  } catch (error) {
    return `${error.stdout}${error.stderr}`;
  }
}
