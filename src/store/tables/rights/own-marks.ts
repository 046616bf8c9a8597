import type { RightsMark } from '../../rights-mark.js';
import type { Receipt } from '../../rights-store.js';
import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';

interface ErasureRow {
  readonly seq: number;
  readonly id: string;
  readonly school: string;
  readonly at: string;
  readonly receipt: string;
  readonly lifted_at: string | null;
}

interface NoticeRow {
  readonly receiver: string;
  readonly until: string;
  readonly sealed_alias: Uint8Array;
}

type OfErasure = { readonly erasure: number };

const COLUMNS = 'SELECT seq, id, school, at, receipt, lifted_at FROM erasures';
const ONE = query<ErasureRow, { readonly id: string }>(() => `${COLUMNS} WHERE id = @id`);
const EVERY = query<ErasureRow>(() => `${COLUMNS} ORDER BY seq`);
const DIGESTS = query<{ readonly digest: string }, OfErasure>(
  () => 'SELECT digest FROM erased_names WHERE erasure = @erasure ORDER BY digest',
);
const NOTICES = query<NoticeRow, OfErasure>(
  () => 'SELECT receiver, until, sealed_alias FROM erasure_notices WHERE erasure = @erasure ORDER BY seq',
);

/** An erasure that was just stored, as a mark. */
export function* markOf(id: string): Script<readonly RightsMark[]> {
  return yield* marksOf(yield* all(ONE, { id }));
}

/** All erasures of a database as marks, oldest first. */
export function* ownMarks(): Script<readonly RightsMark[]> {
  return yield* marksOf(yield* all(EVERY, undefined));
}

function* marksOf(rows: readonly ErasureRow[]): Script<readonly RightsMark[]> {
  const marks: RightsMark[] = [];
  for (const { seq: erasure, id, school, at, receipt, lifted_at: liftedAt } of rows) {
    const notices = (yield* all(NOTICES, { erasure })).map(({ receiver, until, sealed_alias }) => ({
      receiver,
      until,
      sealedAlias: Buffer.from(sealed_alias).toString('base64'),
    }));
    const digests = (yield* all(DIGESTS, { erasure })).map(({ digest }) => digest);
    marks.push({ kind: 'erased', school, at, id, digests, receipt: JSON.parse(receipt) as Receipt, notices });
    if (liftedAt !== null) marks.push({ kind: 'lifted', school, at: liftedAt, id });
  }
  return marks;
}
