import { hash } from 'node:crypto';
import type { AuditHead, ChainHead, SealHead } from '../../audit-chain.js';
import { sealHash } from '../../audit-seal.js';
import type { StatementCache } from '../connection/statement-cache.js';
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

/** `seq` and `hash` of an entry by its place. */
const ENTRY = 'SELECT seq, hash FROM audit WHERE seq = ?';

export function auditFront(statements: StatementCache): AuditFront {
  const start = statements.prepare<Link>('SELECT seq, hash FROM audit_start').get();
  const anchors = statements.prepare<Link & { chain: string }>('SELECT chain, seq, hash FROM audit_anchors ORDER BY chain').all();
  return {
    start: start === undefined ? NOWHERE : headOf(start),
    anchors: anchors.map(({ chain, ...link }) => ({ chain, ...headOf(link) })),
    seals: sealStart(statements),
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
export function frontAfterCut(statements: StatementCache, before: string): AuditFront | undefined {
  const { start, anchors, seals } = auditFront(statements);
  const kept = statements.prepare<{ seq: number }>('SELECT seq FROM audit WHERE at >= ? ORDER BY seq LIMIT 1').get(before)?.seq;
  const upTo = kept === undefined ? statements.prepare<{ seq: number | null }>('SELECT max(seq) AS seq FROM audit').get()!.seq : kept - 1;
  if (upTo === null || upTo <= start.seq) return undefined;
  const entry = statements.prepare<Link>(ENTRY);
  const last = statements
    .prepare<{ chain: string; seq: number }>(`SELECT ${CHAIN} AS chain, max(seq) AS seq FROM audit WHERE seq <= ? GROUP BY 1`)
    .all(upTo);
  const moved = new Map([
    ...anchors.map((anchor) => [anchor.chain, anchor] as const),
    ...last.map(({ chain, seq }) => [chain, { chain, ...headOf(entry.get(seq)!) }] as const),
  ]);
  return {
    start: headOf(entry.get(upTo)!),
    anchors: [...moved.values()].sort((one, other) => Buffer.compare(Buffer.from(one.chain), Buffer.from(other.chain))),
    seals: sealsAfterCut(statements, upTo) ?? seals,
  };
}

/** The last seal of what is cut off; undefined: no seal goes. */
function sealsAfterCut(statements: StatementCache, upTo: number): SealHead | undefined {
  // From the front, where what goes is: the others are many.
  const kept = statements
    .prepare<{ number: number }>('SELECT number FROM audit_seal_chain WHERE seq > ? ORDER BY number LIMIT 1')
    .get(upTo);
  const row = statements
    .prepare<SealRow>('SELECT * FROM audit_seal_chain WHERE number < ? ORDER BY number DESC LIMIT 1')
    .get(kept?.number ?? Number.MAX_SAFE_INTEGER);
  return row && { number: row.number, hash: sealHash(sealOf(row)) };
}

function headOf({ seq, hash }: Link): AuditHead {
  return { seq, hash: hex(hash) };
}
