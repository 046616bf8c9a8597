import { apiBase } from '../../api/http/mount.js';
import type { Config } from '../../config/config.js';
import type { DeliveryObserver } from '../../delivery/delivery-observer.js';
import { Senders } from '../../delivery/targets/senders.js';
import { DeliveryWorker } from '../../delivery/worker.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { Store } from '../../store/store.js';
import type { Log } from '../../telemetry/log.js';
import type { Metrics } from '../../telemetry/metrics.js';
import type { Traces } from '../../telemetry/traces.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';

export interface DeliveringParts {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly metrics: Pick<Metrics, 'deliveries'>;
  readonly log: Log;
  readonly extensions: Extensions;
  readonly traces?: Traces;
}

/** What sends results on, as the rest of the gateway sees it. */
export type Delivering = Pick<DeliveryWorker, 'stop'>;

type Settings = Pick<
  Config,
  'delivery' | 'deliveryConcurrency' | 'deliveryLeaseSeconds' | 'shutdownSeconds' | 'allowTargets' | 'publicUrl'
>;

const NOBODY: Delivering = { stop: async () => undefined };

/** Half of all at most, so that one target leaves room for others. */
const SHARE_OF_TARGET = 2;

/** Sends results on to their targets for as long as the gateway runs, unless it was told not to. */
export function startDelivering({ store, keyring, metrics, log, extensions, traces }: DeliveringParts, config: Settings): Delivering {
  metrics.deliveries.readFrom((at) => store.outbox.deliveryStatus(at));
  if (config.delivery === 'off') return NOBODY;
  const { deliveryConcurrency: concurrency, deliveryLeaseSeconds: leaseSeconds, shutdownSeconds: graceSeconds } = config;
  const { allowTargets, publicUrl } = config;
  const links = publicUrl === undefined ? {} : { linkBase: apiBase(publicUrl) };
  const worker = new DeliveryWorker({
    store,
    keyring,
    senders: new Senders({ store, keyring, allowTargets, extensions, ...links }),
    observer: { ...observer(metrics, log), ...(traces === undefined ? {} : { attemptBegins: attemptsIn(traces, store.outbox) }) },
    concurrency,
    perTarget: Math.ceil(concurrency / SHARE_OF_TARGET),
    leaseSeconds,
    graceSeconds,
  });
  const endListening = store.outbox.onWork(() => worker.poke());
  return {
    stop: () => {
      endListening();
      return worker.stop();
    },
  };
}

/** So many results of a batch are looked up, to know which messages brought it: mostly one did. */
const LOOKED_UP = 8;

/** The trace of an attempt points to the messages that brought what is delivered, as far as the store tells. */
function attemptsIn(traces: Traces, outbox: Pick<Store['outbox'], 'delivery'>): NonNullable<DeliveryObserver['attemptBegins']> {
  return async ({ batch, kind, items }) => {
    const step = Math.ceil(items.length / LOOKED_UP);
    const some = items.filter((_, at) => at % step === 0);
    const found = await Promise.all(some.map(({ delivery }) => outbox.delivery(delivery).catch(() => undefined)));
    const exchanges = new Set(found.flatMap((one) => (one?.exchange === undefined ? [] : [one.exchange])));
    return traces.attemptBegins({ batch, kind, exchanges: [...exchanges] });
  };
}

function observer({ deliveries }: Pick<Metrics, 'deliveries'>, log: Log): DeliveryObserver {
  return {
    attemptEnded: (event) => {
      deliveries.attemptEnded(event);
      const { batch, size, attempt, durationMs } = event;
      const { target, school, id } = batch;
      const level = attempt.outcome === 'answered' ? 'info' : 'warn';
      const about = { target, school, batch: id, count: size, attempt: batch.attempt, delivery: attempt.outcome };
      log[level]('delivery attempt', { ...about, status: attempt.status, durationMs });
    },
    deliveriesEnded: (event) => deliveries.deliveriesEnded(event),
    targetHeld: (target, holdReason) => log.error('target held', { target, holdReason }),
    circuitOpened: (target) => log.warn('circuit opened', { target }),
    circuitClosed: (target) => log.info('circuit closed', { target }),
    leaseLost: ({ target, school, id }) => log.warn('lease lost', { target, school, batch: id }),
    failed: (error) => log.error('delivery failed', { error }),
  };
}
