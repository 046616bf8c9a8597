// Sends messages from a process of its own: prepares them when it is told what, sends them when it is told to go.
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

function prepare({ port, path, schools, message, warmUpSeconds = 0, seconds, messages }) {
  plan = { warmUpSeconds, seconds, messages };
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

/** For so many seconds after the warm-up, or so many messages on each connection. */
async function run() {
  const from = performance.now() + plan.warmUpSeconds * 1000;
  const until = plan.seconds === undefined ? Number.POSITIVE_INFINITY : from + plan.seconds * 1000;
  const latencies = [];
  await Promise.all(
    connections.map(async (connection) => {
      const isDone = () => performance.now() >= until || connection.confirmed.length >= (plan.messages ?? Number.POSITIVE_INFINITY);
      while (!isDone()) {
        const sent = performance.now();
        await connection.send();
        const answered = performance.now();
        if (answered >= from && answered <= until) latencies.push(answered - sent);
      }
    }),
  );
  const seconds = plan.seconds ?? (performance.now() - from) / 1000;
  for (const connection of connections) connection.close();
  const confirmed = connections.map((connection) => connection.confirmed);
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))];
  connections = [];
  return { kind: 'done', messages: latencies.length, seconds, medianMs: at(0.5), p99Ms: at(0.99), confirmed };
}

function fail(error) {
  process.send({ kind: 'failed', reason: error.message });
}
