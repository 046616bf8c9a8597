// Sends messages from a process of its own: prepares them when it is told what, sends them when it is told to go.
import { setTimeout as sleep } from 'node:timers/promises';
import { resultsMessage } from '../messages/results-message.js';
import { Connection } from './connection.js';
import { FillableRequest, KEY, MADE } from './placeholders.js';

let connections = [];
let plan;

process.on('message', (message) => {
  if (message.kind === 'prepare') prepare(message);
  else run().then((report) => process.send(report), fail);
});
process.on('disconnect', () => process.exit(0));

function prepare({ port, path, schools, message, seconds = Number.POSITIVE_INFINITY, messages = Number.POSITIVE_INFINITY, perSecond }) {
  plan = { seconds, messages, everyMs: perSecond === undefined ? 0 : (1000 * schools.length) / perSecond };
  connections = [];
  let prepared;
  for (const school of schools) {
    prepared = resultsMessage({ ...message, school, made: MADE, key: KEY, envelope: true });
    connections.push(new Connection(port, new FillableRequest(requestOf(port, path, prepared.text))));
  }
  process.send({ kind: 'prepared', bytes: prepared.text.length, results: prepared.results });
}

function requestOf(port, path, body) {
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Content-Type: text/xml; charset=utf-8',
    'SOAPAction: "BrengLeerresultaten"',
    `Content-Length: ${body.length}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1');
}

/**
 * Until so many seconds have passed, or so many messages are sent on all connections together; what is under way then is waited for. With a
 * pace each message has its moment: its latency counts from that moment, also when it had to wait for the one before it.
 */
async function run() {
  const began = performance.now();
  const used = process.cpuUsage();
  const until = began + plan.seconds * 1000;
  const latencies = [];
  let left = plan.messages;
  await Promise.all(
    connections.map(async (connection, nth) => {
      let due = began + (plan.everyMs * nth) / connections.length;
      while (left > 0 && Math.max(due, performance.now()) < until) {
        left -= 1;
        const ahead = due - performance.now();
        if (ahead > 0) await sleep(ahead);
        const sent = plan.everyMs === 0 ? performance.now() : due;
        due += plan.everyMs;
        await connection.send();
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(used);
  for (const connection of connections) connection.close();
  const confirmed = connections.map((connection) => connection.confirmed);
  connections = [];
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))];
  const ownSeconds = (user + system) / 1e6;
  return {
    kind: 'done',
    messages: latencies.length,
    seconds,
    ownSeconds,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    p999Ms: at(0.999),
    confirmed,
  };
}

function fail(error) {
  process.send({ kind: 'failed', reason: error.message });
}
