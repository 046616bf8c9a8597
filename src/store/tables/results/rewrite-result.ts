import type { Result } from '../../../model/result.js';
import type { Rewritten } from '../../rights-store.js';
import { query } from '../../sql/query.js';
import { first, run, type Script } from '../../sql/script.js';
import { ownText, sharedText } from './compact-result.js';
import { dayNumber } from './day-number.js';
import { forgetEckIds, numberOfEckId } from './eck-ids.js';
import { forgetShared, numberOfShared } from './shared-texts.js';

interface RewrittenRow {
  readonly source: number;
  readonly school: string;
  readonly learner: number;
  readonly shared: number;
  readonly assessment: string;
  readonly exercise: 0 | 1;
  readonly activity: number | null;
}

interface FreshValues {
  readonly seq: number;
  readonly shared: number;
  readonly day: number;
  readonly eckNumber: number;
  readonly own: string;
  readonly forget: 0 | 1;
}

const ROW = query<RewrittenRow, { readonly seq: number }>(
  () => `
    SELECT r.source, o.school, r.learner, r.shared, h.assessment, h.exercise, h.activity
    FROM results r JOIN sources o ON o.seq = r.source JOIN result_shared h ON h.seq = r.shared WHERE r.seq = @seq`,
);
const UPDATE = query<never, FreshValues>(
  () => `
    UPDATE results SET shared = @shared, day = @day, eck_number = @eckNumber, own = @own,
      key = CASE WHEN @forget = 1 THEN NULL ELSE key END, sealed_key = CASE WHEN @forget = 1 THEN NULL ELSE sealed_key END
    WHERE seq = @seq`,
);

/** Gives a result another text. What nothing has in common with it any more goes with its old one. */
export function* rewriteResult({ seq, document, forgetKey }: Extract<Rewritten, { of: 'results' }>): Script<void> {
  const { school, learner, shared, ...common } = (yield* first(ROW, { seq }))!;
  const result = JSON.parse(document) as Result;
  yield* run(UPDATE, {
    seq,
    shared: yield* numberOfShared({ ...common, document: sharedText(result) }),
    day: dayNumber(result.date),
    eckNumber: yield* numberOfEckId(learner, result.eckId ?? null),
    own: ownText(result, school),
    forget: forgetKey ? 1 : 0,
  });
  yield* forgetShared([shared]);
  yield* forgetEckIds([learner]);
}
