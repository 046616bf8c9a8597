import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RestLimits } from '../api/access/rest-limits.js';
import type { Config } from '../config/config.js';
import { supplied } from '../core/supplied.js';
import { Guard } from '../exchange/limits/guard.js';
import { CountSharer } from '../exchange/limits/share-counts.js';
import type { Workload } from '../exchange/workload.js';
import type { Keyring } from '../privacy/keys/keyring.js';
import type { Caller } from '../soap/caller/caller.js';
import { callerReader } from '../soap/caller/read-caller.js';
import { cutOff } from '../soap/endpoint/cut-off.js';
import type { Store } from '../store/store.js';
import type { Log } from '../telemetry/log.js';
import type { Metrics } from '../telemetry/metrics.js';

/** Who calls, and what may be too much of it: one count for SOAP and REST. */
export interface Limits {
  readonly guard: Guard;
  readonly rest: RestLimits;
  callerOf(request: IncomingMessage): Caller;
}

export function limitsOf(
  config: Config,
  { store, workload, metrics, log }: { readonly store: Store; readonly workload: Workload; readonly metrics: Metrics; readonly log: Log },
): Limits {
  const { trustedProxies, forwardedHeader, clientCertHeader } = config;
  const callerOf = callerReader({
    trustedProxies,
    forwardedHeader,
    ...supplied({ certificateHeader: clientCertHeader }),
  });
  const guard = new Guard({
    requestsPerAddress: config.maxRequestsPerAddress,
    requestsPerParty: config.maxRequestsPerParty,
    failures: config.maxFailedAttempts,
    lockOutSeconds: config.lockOutSeconds,
    turnedAway: (by) => metrics.turnedAway(by),
    lockedOut: (klantcode) => void reportGuessing(store, log, 'locked out', klantcode),
    underAttack: (klantcode) => {
      metrics.guessed();
      void reportGuessing(store, log, 'keys guessed', klantcode);
    },
  });
  const rest = {
    arrives: (request: IncomingMessage) => guard.arrives(callerOf(request)),
    failed: (request: IncomingMessage) => guard.failed(callerOf(request)),
    enter: (request: IncomingMessage, response: ServerResponse) =>
      workload.enter(callerOf(request), (why) => cutOff(request, response, why === 'late' ? 'late' : 'busy')),
    proved: (request: IncomingMessage, client: string) => guard.proved(callerOf(request), client),
  };
  return { guard, rest, callerOf };
}

/** Counts together with the other nodes that are on this store, where there may be any. Gives the function that ends it. */
export function shareCounts(
  { guard }: Pick<Limits, 'guard'>,
  { store: { counts }, keyring, log }: { readonly store: Pick<Store, 'counts'>; readonly keyring: Keyring; readonly log: Log },
): () => Promise<void> {
  if (counts === undefined) return async () => undefined;
  const sharer = new CountSharer({
    store: counts,
    guard,
    hash: (text) => keyring.hashCaller(text),
    alone: (error) => log.warn('counts not shared', { error }),
    again: () => log.info('counts shared again'),
  }).start();
  return () => sharer.stop();
}

/** A klantcode that nobody has may be anything: it is not written. */
async function reportGuessing(store: Store, log: Log, event: 'locked out' | 'keys guessed', klantcode: string | undefined): Promise<void> {
  const parties = await store.directory().then(
    (directory) => directory.parties,
    () => undefined,
  );
  log.warn(event, klantcode !== undefined && parties?.has(klantcode) ? { party: klantcode } : {});
}
