import { compile } from '../statement.js';
import { type Asked, asked, plain } from './trip.js';

/**
 * Locks that end with the transaction. Everybody takes them in this order, so that nobody waits for somebody who waits for him: chains, sorted;
 * the secret; the audit; the marks.
 */
const CHAIN = compile('SELECT pg_advisory_xact_lock(hashtextextended(@chain, 0))');

/** Any numbers will do, so long as they stay: the space of numbers is one with that of the chains, of 2^64. */
const [AUDIT, MARKS, SECRET] = [7_215_315_003n, 7_215_315_004n, 7_215_315_005n];

/** How long, in ms, it is tried to have the audit alone: whoever comes after must wait for as long. */
const AUDIT_PATIENCE_MS = 250;

/** Held by who writes entries: from before their places are taken until they are committed. */
export const AUDIT_SHARED: Asked = plain(`SELECT pg_advisory_xact_lock_shared(${AUDIT})`);

/** Held by who seals or cuts: every entry that has a place is committed, and what comes gets a later one. Fails with 55P03 when it is not to be had. */
export const AUDIT_ALONE: readonly Asked[] = [
  plain(`SET LOCAL lock_timeout = ${AUDIT_PATIENCE_MS}`),
  plain(`SELECT pg_advisory_xact_lock(${AUDIT})`),
  plain('SET LOCAL lock_timeout TO DEFAULT'),
];

/** Held by who writes something that is sealed under the secret: it is the one that counts until that is committed. */
export const SECRET_SHARED: Asked = plain(`SELECT pg_advisory_xact_lock_shared(${SECRET})`);

/** Held by who replaces it. */
export const SECRET_ALONE: Asked = plain(`SELECT pg_advisory_xact_lock(${SECRET})`);

/** Held by who adds to the file of marks, which several nodes may share. */
export const MARKS_ALONE: Asked = plain(`SELECT pg_advisory_xact_lock(${MARKS})`);

/** Makes the transaction the only one that writes to these schools, or to the chain of what is of none (`GATEWAY_CHAIN`). */
export function lockChains(chains: readonly string[]): readonly Asked[] {
  return [...new Set(chains)].sort().map((chain) => asked(CHAIN, { chain }));
}
