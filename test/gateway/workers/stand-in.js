// In the place of a gateway: it answers on the shared port, counts, and fails when it is asked to. `STAND_IN` says what is wrong with it.
import { createServer } from 'node:http';
import { WorkerLink } from '../../../dist/gateway/workers/worker-link.js';
import { Metrics } from '../../../dist/telemetry/metrics.js';

const link = WorkerLink.ofThisProcess();
const { number } = link;
const say = (what) => process.stdout.write(`${JSON.stringify({ worker: number, ...what })}\n`);
const [mode, which] = (process.env.STAND_IN ?? '').split(' ');
if (mode === 'ends' && number === Number(which)) process.exit(7);

const metrics = new Metrics({ messages: 1, bytes: 0, unproven: { messages: 0, bytes: 0 } });
link.count(metrics);
const ACTS = {
  '/who': (answer) => answer(JSON.stringify({ number, pid: process.pid })),
  '/count': (answer) => {
    metrics.turnedAway('slow');
    metrics.storeTrouble('full');
    answer(String(number));
  },
  '/metrics': (answer) => metrics.page().then(answer, () => answer('none')),
  '/own': (answer) => metrics.text().then((text) => answer(JSON.stringify({ number, text }))),
  '/crash': () => process.exit(9),
};
const server = createServer({ keepAlive: false }, (request, response) => {
  response.setHeader('Connection', 'close');
  ACTS[request.url]((text) => response.end(text));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  link.ready({ url: `http://127.0.0.1:${port}`, port, renewCertificates: () => say({ renewed: number }) });
});
await link.stop;
if (mode === 'stays') await new Promise(() => setInterval(() => undefined, 60_000));
await new Promise((resolve) => server.close(resolve));
say({ stopped: number });
metrics.close();
link.end();
