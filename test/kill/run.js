// `npm run kill`: results of many schools go through a gateway to a LAS and a webhook, while the gateway and the receivers are killed
// (SIGKILL) again and again. At the end the ledgers of the receivers and the books of the gateway have to be equal.
// --kills N of the gateway, and N of each receiver (50), --schools N (40), --results N (20000), --json.
// Exit code 0: equal, 1: not, 2: wrong usage, 3: could not run.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compare } from './compare.js';
import { furnish, killSchools, VENDOR } from './furnish.js';
import { GatewayProcess } from './gateway-process.js';
import { moment, note } from './moments.js';
import { Receiver } from './receiver.js';
import { printed } from './report.js';
import { postTo, SchoolSender } from './school-senders.js';

const PER_MESSAGE = 25;
const TARGETS = 2;
/** Of what was confirmed so far has to be delivered before the next kill: or all of it would go after the last one. */
const SHARE = 0.7;
const HOST = '127.0.0.1';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    schools: { type: 'string', default: '40' },
    results: { type: 'string', default: '20000' },
    json: { type: 'boolean', default: false },
  },
});
const kills = Number(values.kills);
const schools = killSchools(Number(values.schools));
const messages = Math.ceil(Number(values.results) / schools.length / PER_MESSAGE);

const directory = mkdtempSync(path.join(tmpdir(), 'uwlr-kill-'));
const secret = `whsec_${randomBytes(32).toString('base64')}`;
const las = new Receiver('las-receiver.js', HOST, path.join(directory, 'las.ndjson'));
const webhook = new Receiver('webhook-receiver.js', HOST, path.join(directory, 'webhook.ndjson'), secret);
const gateway = new GatewayProcess(path.join(directory, 'data'));
process.once('exit', () => rmSync(directory, { recursive: true, force: true }));

const started = process.uptime();
await las.start();
await webhook.start();
await furnish(gateway, schools, { las: las.url, webhook: webhook.url, secret });
const senders = schools.map((school) => new SchoolSender(school, VENDOR, messages, PER_MESSAGE));
const confirmed = () => senders.reduce((sum, sender) => sum + sender.confirmed, 0);
const total = schools.length * messages;
const post = (body) => postTo(gateway.url, body);

for (let round = 0; round < kills; round += 1) {
  const goal = Math.ceil((total * (round + 1)) / (kills + 1));
  await gateway.start();
  const sending = Promise.all(senders.map((sender) => sender.send(post, () => confirmed() >= goal)));
  // Both receivers die and come back while messages come in and go out; the gateway dies at a moment of its own.
  const blows = Promise.all(
    [las, webhook].map(async (receiver) => {
      await moment(40);
      await receiver.kill();
      await moment(40);
      await receiver.start();
    }),
  );
  await Promise.all([sending, blows]);
  await gateway.delivered(SHARE * confirmed() * PER_MESSAGE * TARGETS);
  await moment(150);
  await gateway.kill();
  note(`round ${round + 1} of ${kills}: ${confirmed()} of ${total} messages confirmed`);
}
await gateway.start();
while (senders.some(({ isDone }) => !isDone)) await Promise.all(senders.map((sender) => sender.send(post, () => false)));
await gateway.settled();
const remaining = await gateway.stop();
const verdict = await compare({ directory, place: gateway, senders });
await las.kill();
await webhook.kill();

const report = {
  kills: { gateway: kills, las: kills, webhook: kills },
  schools: schools.length,
  seconds: Math.round(process.uptime() - started),
  ...verdict,
};
process.stdout.write(values.json ? `${JSON.stringify(report, undefined, 2)}\n` : printed(report));
process.exit(verdict.equal && remaining === 0 ? 0 : 1);
