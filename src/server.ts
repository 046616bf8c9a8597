import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Writable } from 'node:stream';
import { gatewayApp } from './app.js';
import type { Config } from './config.js';
import { ConfigError } from './config-error.js';
import { startDailyPurge } from './daily-purge.js';
import { Workload } from './exchange/workload.js';
import { loadExtensions } from './load-extensions.js';
import { createLog } from './log.js';
import { Metrics } from './metrics.js';
import { Keyring } from './privacy/keyring.js';
import { SealError } from './privacy/seal-error.js';
import { loadSecret } from './secret-file.js';
import { openStore } from './store/open.js';
import type { Store } from './store/store.js';

/** A gateway that runs. */
export interface Gateway {
  readonly port: number;
  /** Where it listens, as seen from this machine. */
  readonly url: string;
  readonly store: Store;
  readonly keyring: Keyring;
  /** Takes nothing new, finishes what is in work (at most `shutdownSeconds`), then closes. Calls share one stop. */
  stop(): Promise<void>;
}

/** Whole requests that take longer than this are cut off; headers must be there sooner. */
const REQUEST_MS = 300_000;
const HEADERS_MS = 30_000;

/**
 * Starts a gateway: opens the store, then listens. Resolves when it is ready for messages.
 * Throws `ConfigError`, `StoreError`, or the error of the port.
 */
export async function startGateway(config: Config, options: { readonly log?: Writable } = {}): Promise<Gateway> {
  const log = createLog({ level: config.logLevel, ...(options.log === undefined ? {} : { stream: options.log }) });
  const keyring = Keyring.fromSecret(loadSecret(config));
  const extensions = await loadExtensions(config.extensions);
  const store = await openStore({
    dataDirectory: config.data,
    ...(config.databaseUrl === undefined ? {} : { databaseUrl: config.databaseUrl.reveal() }),
  });
  await checkSecret(store, keyring);
  const workload = new Workload({ messages: config.maxWorkMessages, bytes: config.maxWorkBytes });
  const metrics = new Metrics(workload);
  const state = { stopping: false };
  const app = gatewayApp({ config, store, keyring, workload, extensions, metrics, log, state });
  const server = createServer(
    { requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS, keepAliveTimeout: 65_000, maxHeaderSize: 32_768 },
    app,
  );
  try {
    server.listen(config.port, config.host);
    await once(server, 'listening');
  } catch (error) {
    await store.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  log.info('gateway started', { port });
  const endPurges = startDailyPurge(store, config.retainLeaversDays, log);
  let stopped: Promise<void> | undefined;
  return {
    port,
    url: `http://${hostFor(config.host)}:${port}`,
    store,
    keyring,
    stop: () => {
      state.stopping = true;
      stopped ??= shutDown(server, store, config.shutdownSeconds, endPurges).then(() => {
        metrics.close();
        log.info('gateway stopped');
      });
      return stopped;
    },
  };
}

/** With another secret every key would be refused and nothing in the vault could be opened: better not to start. */
async function checkSecret(store: Store, keyring: Keyring): Promise<void> {
  const { schools } = await store.directory();
  const [school] = schools.keys();
  if (school === undefined) return;
  try {
    keyring.unwrapSchoolKey(school, await store.schoolKey(school, keyring.wrapSchoolKey(school)));
  } catch (error) {
    await store.close();
    throw error instanceof SealError ? new ConfigError('UWLR_SECRET', 'is not the one that this data directory was made with') : error;
  }
}

async function shutDown(server: Server, store: Store, seconds: number, endPurges: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection whose last message is answered would stay open for as long as its client likes.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const deadline = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
  await endPurges();
  await store.close();
}

/** An address that a client on this machine can use. */
function hostFor(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
