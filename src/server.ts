import type { Server } from 'node:http';
import type { Writable } from 'node:stream';
import { alertChannels, startAlerting } from './alerting.js';
import { gatewayApp } from './app.js';
import { startSealing } from './audit-sealing.js';
import { BodyPace } from './body-pace.js';
import type { Config } from './config.js';
import { ConfigError } from './config-error.js';
import { startDailyPurge } from './daily-purge.js';
import { type Delivering, startDelivering } from './delivering.js';
import { Workload } from './exchange/workload.js';
import { keyringOf, opensSchools } from './keyring-of.js';
import { limitsOf } from './limits.js';
import { listen } from './listener.js';
import { loadExtensions } from './load-extensions.js';
import { createLog } from './log.js';
import { Metrics } from './metrics.js';
import type { Keyring } from './privacy/keyring.js';
import { retentionTerms } from './retention-settings.js';
import { loadSecret } from './secret-file.js';
import { openStore } from './store/open.js';
import type { Store } from './store/store.js';
import { watchCertificates } from './watch-certificates.js';

/** A gateway that runs. */
export interface Gateway {
  readonly port: number;
  /** Where it listens, as seen from this machine. */
  readonly url: string;
  readonly store: Store;
  readonly keyring: Keyring;
  /** Looks at once whether the files of TLS changed, as it does by itself now and then. What comes of it is in the log. */
  renewCertificates(): void;
  /** Takes nothing new, finishes what is in work (at most `shutdownSeconds`), then closes. Calls share one stop. */
  stop(): Promise<void>;
}

export interface GatewayOptions {
  /** Default: standard error. */
  readonly log?: Writable;
  /** As `StoreLocation.shortLived`. Default: false. */
  readonly shortLived?: boolean;
}

/**
 * Starts a gateway: opens the store, then listens. Resolves when it is ready for messages.
 * Throws `ConfigError`, `StoreError`, or the error of the port.
 */
export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<Gateway> {
  const log = createLog({ level: config.logLevel, stream: options.log ?? process.stderr });
  // Before anything is opened: a secret that cannot be read leaves nothing behind.
  loadSecret(config);
  const channels = await alertChannels(config);
  const extensions = await loadExtensions(config.extensions);
  const store = await openStore({
    dataDirectory: config.data,
    ...(config.databaseUrl === undefined ? {} : { databaseUrl: config.databaseUrl.reveal() }),
    shortLived: options.shortLived,
  });
  const keyring = await keyringFor(config, store);
  const workload = new Workload({ messages: config.maxWorkMessages, bytes: config.maxWorkBytes });
  const metrics = new Metrics(workload, log);
  const state = { stopping: false };
  const limits = limitsOf(config, { store, metrics, log });
  let delivering: Delivering | undefined;
  const poke = () => delivering?.poke();
  const app = gatewayApp({ config, store, keyring, workload, extensions, metrics, limits, delivering: { poke }, log, state });
  const pace = new BodyPace({
    minRate: config.minBodyRate,
    graceSeconds: config.bodyGraceSeconds,
    tooSlow: () => metrics.turnedAway('slow'),
  }).start();
  const listener = await listen(config, (request, response) => {
    pace.watch(request);
    app(request, response);
  }).catch(async (error: unknown) => {
    pace.stop();
    await store.close();
    throw error;
  });
  const { server, port, url } = listener;
  log.info('gateway started', { port });
  const certificates = watchCertificates(listener, log);
  const endSealing = await startSealing(store, keyring, log).catch(async (error: unknown) => {
    server.close();
    certificates.stop();
    pace.stop();
    await store.close();
    throw error;
  });
  const endPurges = startDailyPurge({ store, keyring, workload, metrics, log }, retentionTerms(config));
  const sending = startDelivering({ store, keyring, metrics, log, extensions }, config);
  delivering = sending;
  const endAlerting = startAlerting(store.outbox, channels, log);
  let stopped: Promise<void> | undefined;
  return {
    port,
    url,
    store,
    keyring,
    renewCertificates: () => certificates.renew(),
    stop: () => {
      state.stopping = true;
      certificates.stop();
      // Now: what is on its way has as long as the messages in work, and not after them.
      void sending.stop();
      stopped ??= shutDown(server, store, config.shutdownSeconds, [() => sending.stop(), endAlerting, endPurges, endSealing]).then(() => {
        pace.stop();
        metrics.close();
        log.info('gateway stopped');
      });
      return stopped;
    },
  };
}

/** With another secret every key would be refused and nothing in the vault could be opened: better not to start. */
async function keyringFor(config: Config, store: Store): Promise<Keyring> {
  try {
    const keyring = await keyringOf(config, store);
    if (keyring !== undefined && (await opensSchools(store, keyring))) return keyring;
  } catch (error) {
    await store.close();
    throw error;
  }
  await store.close();
  throw new ConfigError('UWLR_SECRET', 'is not the one that this data directory was made with');
}

async function shutDown(server: Server, store: Store, seconds: number, endings: readonly (() => Promise<void>)[]): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection whose last message is answered would stay open for as long as its client likes.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const deadline = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
  for (const end of endings) await end();
  await store.close();
}
