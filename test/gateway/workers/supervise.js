// node supervise.js OPTIONS: supervises stand-ins for workers until SIGTERM, and prints a line of JSON for all that comes of it.
import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { Supervisor } from '../../../dist/gateway/workers/supervisor.js';
import { createLog } from '../../../dist/telemetry/log.js';

cluster.setupPrimary({ exec: fileURLToPath(new URL('stand-in.js', import.meta.url)), args: [] });
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const log = createLog({ level: 'info', stream: process.stdout });
const supervisor = new Supervisor({ stopMs: 10_000, ...JSON.parse(process.argv[2]), log }).start();
void supervisor.ready.then((serving) => say({ ready: serving }));
process.on('SIGHUP', () => supervisor.renewCertificates());
const stop = new Promise((resolve) => process.on('SIGTERM', () => resolve(undefined)));
const gaveUp = await Promise.race([stop, supervisor.gaveUp]);
if (gaveUp !== undefined) say({ gaveUp });
await supervisor.stop();
say({ stopped: 'all' });
