import { query } from '../../sql/query.js';
import { audit, run, runMany, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { isNextSeal, keepSeal } from '../audit/audit-cut.js';
import { auditEntry } from '../audit/audit-entry.js';
import type { Operation, ResealedValues } from '../operation.js';
import { sealedChanges, secretInForce } from './secret-reads.js';

interface Value {
  readonly id: string;
  readonly value: Uint8Array;
}

const SCHOOL_KEY = query<never, Value>(() => 'UPDATE school_keys SET wrapped = @value WHERE school = @id');
const CONNECTION = query<never, Value>(() => 'UPDATE parties SET connection = @value WHERE klantcode = @id');
const CREDENTIAL = query<never, Value>(() => 'UPDATE credentials SET sealed = @value WHERE id = @id');
const TARGET = query<never, Value>(() => 'UPDATE targets SET settings = @value WHERE id = @id');
const FORGET_KEYS = query<never>(() => 'DELETE FROM gateway_keys');
const ADD_KEY = query<never, Value>(() => 'INSERT INTO gateway_keys (name, wrapped) VALUES (@id, @value)');
const SET_SECRET = query<never, { readonly fingerprint: string }>(
  () => `
    INSERT INTO gateway_secret ("only", fingerprint) VALUES (1, @fingerprint)
    ON CONFLICT ("only") DO UPDATE SET fingerprint = excluded.fingerprint`,
);

/** Throws `StoreError('secret')` for something that was sealed under another secret than the one that counts. */
export function* refuseOtherSecret(secret: string | undefined): Script<void> {
  const current = yield* secretInForce();
  if (current !== undefined && secret !== current) throw otherSecret();
}

/**
 * Replaces the secret that things are sealed under. Every change of what is sealed is counted: while that has not gone on, what was read is
 * all there is. Throws `StoreError('busy')` when it has.
 */
export function* replaceSecret({ changes, fingerprint, keys, seal, ...values }: ResealedValues, actor: string): Script<void> {
  const isAll = (yield* sealedChanges()) === changes;
  if (!isAll || (seal && !(yield* isNextSeal(seal)))) throw goneOn();
  yield* update(SCHOOL_KEY, values.schoolKeys);
  yield* update(CONNECTION, values.connections);
  yield* update(CREDENTIAL, values.credentials);
  yield* update(TARGET, values.targets);
  yield* run(FORGET_KEYS, undefined);
  yield* update(ADD_KEY, keys);
  yield* run(SET_SECRET, { fingerprint });
  if (seal !== undefined) yield* keepSeal(seal);
  const counts = {
    schools: values.schoolKeys.size,
    connections: values.connections.size,
    credentials: values.credentials.size,
    targets: values.targets.size,
  };
  yield* audit(auditEntry(actor, 'secret.rotate', { counts }));
}

function* update(of: typeof SCHOOL_KEY, values: ReadonlyMap<string, Uint8Array>): Script<void> {
  const changed = yield* runMany(
    of,
    [...values].map(([id, value]) => ({ id, value })),
  );
  if (changed < values.size) throw new StoreError('unknown', 'secret: what was sealed anew is not there');
}

export function goneOn(): StoreError {
  return new StoreError('busy', 'something that is sealed was changed meanwhile: try again');
}

export function otherSecret(): StoreError {
  return new StoreError('secret', 'the secret was replaced by another one: start again with that');
}

/** Whether it holds something that only the secret opens, or proves. Hashes of keys and tokens go on under whatever secret. */
export function isSealed(operation: Operation): boolean {
  switch (operation.kind) {
    case 'school-key':
    case 'draft-seal':
    case 'seal-audit':
    case 'draft-cut':
    case 'cut-audit':
    case 'new-secret':
    case 'target':
    case 'set-target':
      return true;
    case 'retention':
      return operation.work.do === 'step' && operation.work.seal !== undefined;
    case 'party':
      return operation.party.connection !== undefined;
    case 'agreements':
      return operation.credential?.sealed !== undefined;
    case 'replace-credentials':
      return operation.fresh.some(({ sealed }) => sealed !== undefined);
    default:
      return false;
  }
}
