import type { RequestListener, Server } from 'node:http';
import type { Writable } from 'node:stream';
import { adoptLastSeal } from '../admin/audit/adopt-last-seal.js';
import { finishRestore } from '../admin/restore/finish-restore.js';
import { carryOutMarks } from '../admin/rights/carry-out-marks.js';
import type { Config } from '../config/config.js';
import { ConfigError } from '../config/config-error.js';
import { loadExtensions } from '../config/load-extensions.js';
import { retentionTerms } from '../config/retention-settings.js';
import { storeLocationOf } from '../config/store-location.js';
import { supplied } from '../core/supplied.js';
import { UnprovenRefusals } from '../exchange/front/unproven-refusals.js';
import { LastUses } from '../exchange/last-uses.js';
import { Workload } from '../exchange/workload.js';
import type { Keyring } from '../privacy/keys/keyring.js';
import { keyringOf, opensSchools } from '../secret/keyring-of.js';
import { loadSecret } from '../secret/secret-file.js';
import { lockData, openStore } from '../store/open.js';
import type { Store } from '../store/store.js';
import { isTrouble, StoreError, type StoreTrouble } from '../store/store-error.js';
import { createLog, type Log } from '../telemetry/log.js';
import { Metrics } from '../telemetry/metrics.js';
import { startTraces } from '../telemetry/start-traces.js';
import { isAmbiguous, refuseHead } from './connections/ambiguous-head.js';
import { BodyPace } from './connections/body-pace.js';
import { Connections } from './connections/connections.js';
import { Endings } from './endings.js';
import { alertChannels, startAlerting } from './jobs/alerting.js';
import { startSealing } from './jobs/audit-sealing.js';
import { startDailyPurge } from './jobs/daily-purge.js';
import { type Delivering, startDelivering } from './jobs/delivering.js';
import { startRetagging } from './jobs/retagging.js';
import { watchCertificates } from './jobs/watch-certificates.js';
import { limitsOf, shareCounts } from './limits.js';
import { listen } from './listener.js';
import { PASSES_AT_SERVER, PASSES_HERE, UntilItWorks } from './until-it-works.js';
import { waitingRoom } from './waiting-room.js';
import type { WorkerLink } from './workers/worker-link.js';

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
  /** It is one of several processes that are a gateway together. */
  readonly worker?: Pick<WorkerLink, 'number' | 'count'>;
}

interface OpenGateway {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly app: RequestListener;
  readonly refusals: UnprovenRefusals;
  readonly uses: LastUses;
}

/**
 * Starts a gateway: listens, then opens the store. Resolves when it is ready for messages, or waits for its store: then `store` and
 * `keyring` throw `StoreError` with what it waits for, and it goes on by itself.
 * Throws `ConfigError`, `StoreError`, or the error of the port.
 */
export function startGateway(config: Config, options: GatewayOptions = {}): Promise<Gateway> {
  return new Endings().together((endings) => begin(config, options, endings));
}

async function begin(config: Config, options: GatewayOptions, endings: Endings): Promise<Gateway> {
  const log = createLog({ level: config.logLevel, stream: options.log ?? process.stderr, worker: options.worker?.number });
  // Before anything is opened: a secret that cannot be read leaves nothing behind.
  loadSecret(config);
  const channels = await alertChannels(config);
  const extensions = await loadExtensions(config.extensions);
  const traces = await startTraces(config, log);
  endings.add(() => traces?.stop());
  const location = storeLocationOf(config);
  // Before the port: a second gateway on the same settings is told what is wrong, and not that a port is taken.
  const lock = lockData(location, 'gateway');
  endings.add(() => lock.release());
  const workload = new Workload({
    messages: config.maxWorkMessages,
    bytes: config.maxWorkBytes,
    unproven: { messages: config.maxUnprovenMessages, perAddress: config.maxUnprovenPerAddress },
    dropped: (why) => metrics.turnedAway(why),
  });
  const metrics = new Metrics(workload, log);
  endings.add(() => metrics.close());
  options.worker?.count(metrics);
  const state = { stopping: false };
  const pace = new BodyPace({
    minRate: config.minBodyRate,
    graceSeconds: config.bodyGraceSeconds,
    tooSlow: () => metrics.turnedAway('slow'),
  }).start();
  endings.add(() => pace.stop());
  workload.unproven.start();
  endings.add(() => workload.unproven.stop());
  let opened: OpenGateway | undefined;
  let working = false;
  let delivering: Delivering | undefined;
  let trouble: StoreTrouble | undefined;
  const tell = (present: StoreTrouble | undefined, error?: unknown) => {
    metrics.storeTrouble(present);
    if (present === undefined) log.info('store trouble over', { storeTrouble: trouble });
    else log.error('store trouble', { storeTrouble: present, error });
    trouble = present;
  };
  let app: RequestListener = waitingRoom(() => (state.stopping ? 'stopping' : (trouble ?? 'starting')), metrics);

  const open = async (endings: Endings): Promise<OpenGateway> => {
    // One that a crash interrupted: everything of it is there.
    await finishRestore(config);
    const openOne = async () => {
      const store = await openStore({ ...location, shortLived: options.shortLived, serving: true });
      endings.add(() => store.close());
      return store;
    };
    // Loaded while the thread of the store opens the database.
    const loading = import('./app.js');
    const store = await openOne().finally(() => loading);
    const keyring = await keyringFor(config, store, log);
    await bringUpToMarks(store, keyring, log);
    const limits = limitsOf(config, { store, workload, metrics, log });
    endings.add(shareCounts(limits, { store, keyring, log }));
    const refusals = new UnprovenRefusals({
      store,
      summary: (count) => log.warn('strangers refused', { count }),
      onError: (error) => log.error('exchange failed', { error }),
    });
    const uses = new LastUses({
      write: (some) => store.keepLastUses(some),
      onError: (error) => log.warn('last uses not kept', { error }),
    });
    const { gatewayApp } = await loading;
    const whole = gatewayApp({
      config,
      store,
      keyring,
      workload,
      extensions,
      metrics,
      limits,
      refusals,
      uses,
      log,
      ...supplied({ traces }),
      state,
    });
    if (trouble !== undefined) tell(undefined);
    store.onTrouble(tell);
    return { store, keyring, app: whole, refusals, uses };
  };
  const beginDuties = async ({ store, keyring, refusals, uses }: OpenGateway, endings: Endings): Promise<void> => {
    endings.add(await startSealing(store, log, metrics));
    endings.add(() => uses.end());
    endings.add(() => refusals.end());
    endings.add(startDailyPurge({ store, keyring, workload, metrics, log }, retentionTerms(config)));
    endings.add(startAlerting(store, channels, log));
    const sending = startDelivering({ store, keyring, metrics, log, extensions, ...supplied({ traces }) }, config);
    endings.add(() => sending.stop());
    delivering = sending;
    endings.add(startRetagging({ store, log }));
  };
  // Whatever answers without the store does so from the start, also when the store cannot be opened for want of room.
  const start = new UntilItWorks(
    async () => {
      opened ??= await endings.together(open);
      const present = opened;
      if (!working) await endings.together((duties) => beginDuties(present, duties));
      working = true;
      // Not before: that may find that nothing should be taken in.
      app = opened.app;
    },
    (error) => {
      if (opened !== undefined) app = opened.app;
      else if (error instanceof StoreError && isTrouble(error.code) && error.code !== trouble) tell(error.code, error);
      log.warn('gateway waits', { error });
    },
    config.databaseUrl === undefined ? PASSES_HERE : PASSES_AT_SERVER,
  );

  const handle: RequestListener = (request, response) => {
    if (isAmbiguous(request)) {
      metrics.turnedAway('head');
      refuseHead(response);
      return;
    }
    pace.watch(request);
    app(request, response);
  };
  const { server, port, url, renewCertificates } = await listen(config, new Connections(handle, config, { metrics, log }));
  const certificates = watchCertificates({ renewCertificates }, log);
  const stop = async (seconds: number) => {
    state.stopping = true;
    certificates.stop();
    // Now: what is on its way has as long as the messages in work, and not after them. What goes wrong with it shows when it ends.
    delivering?.stop().catch(() => undefined);
    const end = async () => {
      await start.stop();
      await endings.end();
    };
    await shutDown(server, seconds, { hurry: () => opened?.store.hurry(), end });
  };
  try {
    await start.start();
  } catch (error) {
    await stop(0).catch(() => undefined);
    throw error;
  }
  log.info('gateway started', { port });
  let stopped: Promise<void> | undefined;
  const usable = (): OpenGateway => {
    if (opened === undefined) throw new StoreError(trouble ?? 'full', 'the store could not be opened yet');
    return opened;
  };
  return {
    port,
    url,
    get store() {
      return usable().store;
    },
    get keyring() {
      return usable().keyring;
    },
    renewCertificates: () => certificates.renew(),
    stop: () => {
      stopped ??= stop(config.shutdownSeconds).then(() => log.info('gateway stopped'));
      return stopped;
    },
  };
}

/** With another secret every key would be refused and nothing in the vault could be opened: better not to start. */
async function keyringFor(config: Config, store: Store, log: Log): Promise<Keyring> {
  const keyring = await keyringOf(config, store);
  if (keyring !== undefined && (await opensSchools(store, keyring))) {
    const adopted = await adoptLastSeal(config, store, keyring, new Date().toISOString());
    if (adopted !== undefined) log.warn('audit head adopted', { count: adopted.number, auditHead: adopted.hash });
    // On an older copy of the database than the one that was sealed last no message is taken in, unless somebody says so.
    await store.checkAuditSeals();
    return keyring;
  }
  throw new ConfigError('UWLR_SECRET', 'is not the one that this store was made with');
}

/** See `DutyStore`. */
const MARKS = 'marks';

/**
 * Before anything goes out: whoever was erased after this copy of the store was made goes again, and says so. Throws `StoreError('busy')`
 * while another node is at it.
 */
async function bringUpToMarks(store: Store, keyring: Keyring, log: Log): Promise<void> {
  const done = await store.alone(MARKS, () => carryOutMarks(store, keyring, new Date()));
  if (done === undefined) throw new StoreError('busy', 'another node is carrying out the erasure marks');
  const { erased, lifted, restricted, unrestricted, keysDestroyed, left } = done.value;
  const count = erased.length + lifted + restricted + unrestricted + keysDestroyed;
  if (count > 0) log.warn('erasure marks carried out', { count });
  for (const { school, why } of left) log.error('erasure mark left', { school, markLeft: why });
}

/** Of the time to stop in, what is for everything but messages in work. */
const RESERVE_MS = 1_000;
/** How long everything else takes at most, when it goes slowly. */
const ENDING_MS = 3_000;

/** How the rest ends: `hurry`, and it no longer waits for others. */
interface Ending {
  readonly hurry: () => void;
  readonly end: () => Promise<void>;
}

/** Lets messages in work end, then the rest, and is done within `seconds`, or the little more that an ending in a hurry takes. */
async function shutDown(server: Server, seconds: number, { hurry, end }: Ending): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection whose last message is answered would stay open for as long as its client likes.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cutMs = Math.max(0, seconds * 1000 - RESERVE_MS);
  const cut = setTimeout(() => {
    hurry();
    server.closeAllConnections();
  }, cutMs);
  let giveUp: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    giveUp = setTimeout(resolve, cutMs + ENDING_MS);
  });
  try {
    await Promise.race([closed.then(end), late]);
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
    clearTimeout(giveUp);
  }
}
