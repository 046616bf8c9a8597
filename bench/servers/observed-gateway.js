// A gateway that watches itself: its memory, and how long its event loop was held up. Otherwise as `uwlr serve` starts it.
import { openSync, WriteStream } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { loadConfig } from '../../dist/config/config.js';
import { startGateway } from '../../dist/gateway/server.js';
import { beginToWatch, watched } from './watch.js';

// As src/cli/serve.ts does (decision 0020): without it a large message takes half as much memory again.
setFlagsFromString('--no-allocation-site-pretenuring');
const [directory] = process.argv.slice(2);
const log = new WriteStream(null, { fd: openSync(`${directory}.log`, 'a') });
const gateway = await startGateway(loadConfig({ data: directory, port: 0 }, {}), { log });

process.on('message', (message) => {
  process.send(message === 'begin' ? { port: gateway.port, ...beginToWatch() } : watched());
});
process.on('SIGTERM', () => gateway.stop().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
