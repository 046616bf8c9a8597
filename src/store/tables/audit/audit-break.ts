import type { AuditBreak } from '../../audit-chain.js';
import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import { type AuditLink, auditHash } from './audit-hash.js';

/** How far an entry is looked for from where it is. */
const FAR = 2_000;

const NEAR = query<AuditLink, { readonly from: number; readonly to: number }>(() => 'SELECT * FROM audit WHERE seq BETWEEN @from AND @to');

/** Says of a row that is not what its hash says, in its place, what may have happened to it. */
export function* breakOf(row: AuditLink): Script<AuditBreak> {
  const { seq } = row;
  const near = yield* all(NEAR, { from: seq - FAR, to: seq + FAR });
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
