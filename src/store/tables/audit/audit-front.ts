import { hash } from 'node:crypto';
import type { AuditHead, ChainHead, SealHead } from '../../audit-chain.js';
import { sealHash } from '../../audit-seal.js';
import { query } from '../../sql/query.js';
import { all, first, type Script } from '../../sql/script.js';
import { CHAIN } from './audit-hash.js';
import { hex, type SealRow, sealOf, sealStart } from './audit-seals.js';

/** Where the audit begins since its oldest entries were cut off. */
export interface AuditFront {
  /** The last entry that went, whatever chain it was in. */
  readonly start: AuditHead;
  /** The last one of each chain. */
  readonly anchors: readonly ChainHead[];
  readonly seals: SealHead;
}

interface Link {
  readonly seq: number;
  readonly hash: Buffer;
}

/** Somebody removed where it begins: no front is like this one. */
const NOWHERE: AuditHead = { seq: -1, hash: '' };

interface UpTo {
  readonly upTo: number;
}

const START = query<Link>(() => 'SELECT seq, hash FROM audit_start');
const ANCHORS = query<Link & { readonly chain: string }>(() => 'SELECT chain, seq, hash FROM audit_anchors ORDER BY chain');
const FIRST_SINCE = query<{ readonly seq: number }, { readonly before: string }>(
  () => 'SELECT seq FROM audit WHERE at >= @before ORDER BY seq LIMIT 1',
);
const LAST_BEFORE = query<{ readonly seq: number | null }, { readonly place: number }>(
  () => 'SELECT max(seq) AS seq FROM audit WHERE seq < @place',
);
const ENTRY = query<Link, { readonly seq: number }>(() => 'SELECT seq, hash FROM audit WHERE seq = @seq');
const LAST_OF_CHAINS = query<{ readonly chain: string; readonly seq: number }, UpTo>(
  () => `SELECT ${CHAIN} AS chain, max(seq) AS seq FROM audit WHERE seq <= @upTo GROUP BY 1`,
);
const FIRST_SEAL_AFTER = query<{ readonly number: number }, UpTo>(
  () => 'SELECT number FROM audit_seal_chain WHERE seq > @upTo ORDER BY number LIMIT 1',
);
const SEAL_BEFORE = query<SealRow, { readonly number: number }>(
  () => 'SELECT * FROM audit_seal_chain WHERE number < @number ORDER BY number DESC LIMIT 1',
);

export function* auditFront(): Script<AuditFront> {
  const start = yield* first(START, undefined);
  const anchors = yield* all(ANCHORS, undefined);
  return {
    start: start === undefined ? NOWHERE : headOf(start),
    anchors: anchors.map(({ chain, ...link }) => ({ chain, ...headOf(link) })),
    seals: yield* sealStart(),
  };
}

/** One hash that stands for all of it. Part of what is stored: another text is another version. */
export function frontHash({ start, anchors, seals }: AuditFront): string {
  const begins = anchors.map(({ chain, seq, hash }) => [chain, seq, hash]);
  const text = JSON.stringify(['uwlr audit front 1', start.seq, start.hash, seals.number, seals.hash, begins]);
  return hash('sha256', text, 'hex');
}

/**
 * Where the audit would begin without its oldest entries, up to the first one that is not before `before` (ISO instant); undefined when
 * none is older. Seals of what goes go with it.
 */
export function* frontAfterCut(before: string): Script<AuditFront | undefined> {
  const { start, anchors, seals } = yield* auditFront();
  const kept = yield* first(FIRST_SINCE, { before });
  const { seq: upTo } = (yield* first(LAST_BEFORE, { place: kept?.seq ?? Number.MAX_SAFE_INTEGER }))!;
  if (upTo === null || upTo <= start.seq) return undefined;
  const moved = new Map(anchors.map((anchor) => [anchor.chain, anchor]));
  for (const { chain, seq } of yield* all(LAST_OF_CHAINS, { upTo })) moved.set(chain, { chain, ...(yield* entryAt(seq)) });
  return {
    start: yield* entryAt(upTo),
    anchors: [...moved.values()].sort((one, other) => Buffer.compare(Buffer.from(one.chain), Buffer.from(other.chain))),
    seals: (yield* sealsAfterCut(upTo)) ?? seals,
  };
}

function* entryAt(seq: number): Script<AuditHead> {
  return headOf((yield* first(ENTRY, { seq }))!);
}

/** The last seal of what is cut off; undefined: no seal goes. */
function* sealsAfterCut(upTo: number): Script<SealHead | undefined> {
  // From the front, where what goes is: the others are many.
  const kept = yield* first(FIRST_SEAL_AFTER, { upTo });
  const row = yield* first(SEAL_BEFORE, { number: kept?.number ?? Number.MAX_SAFE_INTEGER });
  return row && { number: row.number, hash: sealHash(sealOf(row)) };
}

function headOf({ seq, hash }: Link): AuditHead {
  return { seq, hash: hex(hash) };
}
