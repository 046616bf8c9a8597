import { supplied } from '../../../core/supplied.js';
import type { GatewayKeys, SealedReading } from '../../secret-store.js';
import { query } from '../../sql/query.js';
import { all, first, rows, type Script, together } from '../../sql/script.js';
import { auditHead } from '../audit/audit-reads.js';

interface Pair {
  readonly id: string;
  readonly value: Uint8Array;
}

const FINGERPRINT = query<{ readonly fingerprint: string }>(() => 'SELECT fingerprint FROM gateway_secret');
const CHANGES = query<{ readonly number: number }>(() => 'SELECT number FROM sealed_changes');
const KEYS = query<Pair>(() => 'SELECT name AS id, wrapped AS value FROM gateway_keys');
const SCHOOL_KEYS = query<Pair>(() => 'SELECT school AS id, wrapped AS value FROM school_keys WHERE length(wrapped) > 0');
const CONNECTIONS = query<Pair>(() => 'SELECT klantcode AS id, connection AS value FROM parties WHERE connection IS NOT NULL');
const CREDENTIALS = query<Pair>(() => 'SELECT id, sealed AS value FROM credentials WHERE sealed IS NOT NULL');
const TARGETS = query<Pair>(() => 'SELECT id, settings AS value FROM targets');

/** Fingerprint of the secret that counts; undefined: it was never replaced. */
export function* secretInForce(): Script<string | undefined> {
  return (yield* first(FINGERPRINT, undefined))?.fingerprint;
}

/** Number of the last change of what is sealed. */
export function* sealedChanges(): Script<number> {
  return (yield* first(CHANGES, undefined))!.number;
}

/** To be read as of one moment. */
export function* gatewayKeys(): Script<GatewayKeys> {
  const fingerprint = yield* secretInForce();
  const keys = yield* all(KEYS, undefined);
  return { ...supplied({ fingerprint }), keys: byId(keys) };
}

/** Everything that is sealed under the secret. To be read as of one moment. */
export function* sealedValues(): Script<SealedReading> {
  const head = yield* auditHead();
  const changes = yield* sealedChanges();
  const [schoolKeys, connections, credentials, targets] = yield* together(
    rows(SCHOOL_KEYS, undefined),
    rows(CONNECTIONS, undefined),
    rows(CREDENTIALS, undefined),
    rows(TARGETS, undefined),
  );
  return {
    ...{ changes, head },
    schoolKeys: byId(schoolKeys),
    connections: byId(connections),
    credentials: byId(credentials),
    targets: byId(targets),
  };
}

function byId(pairs: readonly Pair[]): ReadonlyMap<string, Uint8Array> {
  return new Map(pairs.map(({ id, value }) => [id, value]));
}
