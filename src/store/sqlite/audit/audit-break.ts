import type { AuditBreak } from '../../audit-chain.js';
import type { StatementCache } from '../connection/statement-cache.js';
import { type AuditLink, auditHash } from './audit-hash.js';

/** How far an entry is looked for from where it is. */
const FAR = 2_000;

/** Says of a row that is not what its hash says, in its place, what may have happened to it. */
export function breakOf(row: AuditLink, statements: StatementCache): AuditBreak {
  const { seq } = row;
  const near = statements.prepare<AuditLink>('SELECT * FROM audit WHERE seq BETWEEN ? AND ?').all(seq - FAR, seq + FAR);
  const places = [...near.map((other) => other.seq), seq + 1];
  const place = places.find((other) => other !== seq && isRightAt(row, other));
  const isElsewhere = near.some((other) => other.seq !== seq && isRightAt(other, seq));
  if (place === undefined) return { seq, kind: isElsewhere ? 'inserted' : 'changed' };
  if (place < seq) return { seq, kind: 'inserted' };
  return { seq, kind: isElsewhere ? 'reordered' : 'missing' };
}

function isRightAt(row: AuditLink, seq: number): boolean {
  return auditHash({ ...row, seq })?.equals(row.hash) === true;
}
