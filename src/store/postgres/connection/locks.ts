import { compile } from '../statement.js';
import { type Asked, asked, plain } from './trip.js';

/** Schools, and `GATEWAY_CHAIN` for what is of none; or all that there are, of which there may be more than the server has room for locks. */
export type Chains = readonly string[] | typeof EVERY_CHAIN;
export const EVERY_CHAIN = 'every chain';

/**
 * Locks that end with the transaction. Everybody takes them in this order, so that nobody waits for somebody who waits for him: the one of all
 * chains; chains, sorted; the secret; the audit; the marks.
 */
const CHAIN = compile('SELECT pg_advisory_xact_lock(hashtextextended(@chain, 0))');

/** Any numbers will do, so long as they stay: the space of numbers is one with that of the chains, of 2^64. */
const [AUDIT, MARKS, SECRET, EVERY] = [7_215_315_003n, 7_215_315_004n, 7_215_315_005n, 7_215_315_006n];

/** How long, in ms, it is tried to have alone what all share, or several chains at once: others must wait for as long. */
const PATIENCE_MS = 250;

/** Held by who writes entries: from before their places are taken until they are committed. */
export const AUDIT_SHARED: Asked = plain(`SELECT pg_advisory_xact_lock_shared(${AUDIT})`);

/** Held by who seals or cuts: every entry that has a place is committed, and what comes gets a later one. Fails with 55P03 when it is not to be had. */
export const AUDIT_ALONE: readonly Asked[] = alone(AUDIT);

/** Held by who writes something that is sealed under the secret: it is the one that counts until that is committed. */
export const SECRET_SHARED: Asked = plain(`SELECT pg_advisory_xact_lock_shared(${SECRET})`);

/** Held by who replaces it. */
export const SECRET_ALONE: Asked = plain(`SELECT pg_advisory_xact_lock(${SECRET})`);

/** Held by who adds to the file of marks, which several nodes may share. */
export const MARKS_ALONE: Asked = plain(`SELECT pg_advisory_xact_lock(${MARKS})`);

/** Held by who writes to some chains only. */
const EVERY_SHARED = plain(`SELECT pg_advisory_xact_lock_shared(${EVERY})`);
const EVERY_ALONE = alone(EVERY);

/** Makes the transaction the only one that writes to these chains. All of them may not be to be had: then it fails with 55P03. */
export function lockChains(chains: Chains): readonly Asked[] {
  if (chains === EVERY_CHAIN) return EVERY_ALONE;
  if (chains.length === 0) return [];
  return [EVERY_SHARED, ...[...new Set(chains)].sort().map((chain) => asked(CHAIN, { chain }))];
}

/** The same for chains of which none is to wait long for another. One of them may not be to be had: then it fails with 55P03. */
export function lockChainsSoon(chains: readonly string[]): readonly Asked[] {
  return soon(lockChains(chains));
}

function alone(lock: bigint): readonly Asked[] {
  return soon([plain(`SELECT pg_advisory_xact_lock(${lock})`)]);
}

function soon(locks: readonly Asked[]): readonly Asked[] {
  return [plain(`SET LOCAL lock_timeout = ${PATIENCE_MS}`), ...locks, plain('SET LOCAL lock_timeout TO DEFAULT')];
}
