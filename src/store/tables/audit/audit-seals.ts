import { createHash } from 'node:crypto';
import type { AuditSeal, SealHead, SealProof } from '../../audit-chain.js';
import { sealHash } from '../../audit-seal.js';
import { query } from '../../sql/query.js';
import { all, first, type Script } from '../../sql/script.js';

/** A row of `audit_seal_chain`. */
export interface SealRow {
  readonly number: number;
  readonly previous: Buffer;
  readonly at: string;
  readonly seq: number;
  readonly heads: string;
  readonly front: Buffer;
  readonly key: string;
  readonly mac: Buffer;
}

/** A row of `audit_seals`, from before seals were linked: it stands for all entries up to its own. */
export interface EarlierSealRow {
  readonly number: number;
  readonly seq: number;
  readonly hash: Buffer;
  readonly at: string;
  readonly key: string;
  readonly mac: Buffer;
}

export function sealOf({ number, previous, at, seq, heads, front, key, mac }: SealRow): AuditSeal {
  return { number, previous: hex(previous), at, seq, heads, front: hex(front), key, mac: hex(mac) };
}

/** What its MAC was made of. */
export function earlierProofOf({ seq, hash, at, key, mac }: EarlierSealRow): SealProof {
  return { text: JSON.stringify(['uwlr audit seal 1', seq, hex(hash), at, key]), mac: hex(mac), key, seq };
}

/** What the first linked seal holds of all those before it. */
export function earlierSealsHash(rows: Iterable<EarlierSealRow>): Buffer {
  const whole = createHash('sha256').update('uwlr audit seals of before 1');
  for (const { number, seq, hash, at, key, mac } of rows) whole.update(`\n${JSON.stringify([number, seq, hex(hash), at, key, hex(mac)])}`);
  return whole.digest();
}

const LAST = query<SealRow>(() => 'SELECT * FROM audit_seal_chain ORDER BY number DESC LIMIT 1');
const START = query<{ readonly number: number; readonly hash: Buffer }>(() => 'SELECT number, hash FROM audit_seal_start');
const EARLIER = query<EarlierSealRow>(() => 'SELECT * FROM audit_seals ORDER BY seq, number');

/** The last seal; undefined: none is kept. */
export function* lastSeal(): Script<AuditSeal | undefined> {
  const row = yield* first(LAST, undefined);
  return row && sealOf(row);
}

/** What the next seal holds of the one before it. */
export function* sealHead(): Script<SealHead> {
  const last = yield* lastSeal();
  return last === undefined ? yield* sealStart() : { number: last.number, hash: sealHash(last) };
}

/** The seal that comes before the first one that is kept. */
export function* sealStart(): Script<SealHead> {
  const start = yield* first(START, undefined);
  // Somebody removed it: no seal is like this one.
  if (start === undefined) return { number: -1, hash: '' };
  const { number, hash } = start;
  return { number, hash: hex(number === 0 ? earlierSealsHash(yield* earlierSeals()) : hash) };
}

/** In the order of what they seal. */
export function* earlierSeals(): Script<readonly EarlierSealRow[]> {
  return yield* all(EARLIER, undefined);
}

export function hex(bytes: Buffer): string {
  return bytes.toString('hex');
}

/** The other way round. */
export function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}
