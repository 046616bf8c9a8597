import type { Rewritten } from '../../rights-store.js';
import { cells, query } from '../../sql/query.js';
import { first, run, type Script } from '../../sql/script.js';
import { isActivityUsed, removeActivity } from '../goals/activity-removal.js';
import { rewriteResult } from '../results/rewrite-result.js';
import { sourcesOf } from '../results/sources-of.js';

type OfRow = { readonly seq: number };
type Row = readonly unknown[];

const rowOf = (of: Rewritten['of']) => cells<Row, OfRow>(() => `SELECT * FROM ${of} WHERE seq = @seq`);
/** What is rewritten, as it is kept, all of it. */
const BEFORE = {
  results: cells<Row, OfRow>(() => 'SELECT r.*, h.document FROM results r JOIN result_shared h ON h.seq = r.shared WHERE r.seq = @seq'),
  assessments: rowOf('assessments'),
  signals: rowOf('signals'),
  activities: rowOf('activities'),
};
const REMOVE_UNUSED_ASSESSMENT = cells<Row, OfRow>(
  () => `
    DELETE FROM assessments WHERE seq = @seq AND NOT EXISTS (
      SELECT 1 FROM result_shared h JOIN results r ON r.shared = h.seq
      WHERE h.assessment = assessments.id AND h.source IN ${sourcesOf('assessments.school')}) RETURNING *`,
);
const ASSESSMENT = query<never, OfRow & { readonly document: string; readonly code: string; readonly version: string | null }>(
  () => 'UPDATE assessments SET document = @document, code = @code, version = @version WHERE seq = @seq',
);
const SIGNAL = query<never, OfRow & { readonly document: string; readonly supplierGoal: string }>(
  () => 'UPDATE signals SET document = @document, supplier_goal = @supplierGoal WHERE seq = @seq',
);

/**
 * Takes a pupil who is erased out of what is about others, after the results are gone. Hands each row that changed to `changed`, as it
 * was.
 */
export function* rewriteTexts(rewritten: readonly Rewritten[], changed: (before: Row) => void): Script<void> {
  for (const one of rewritten) {
    const { seq } = one;
    const unused = one.of === 'assessments' ? yield* first(REMOVE_UNUSED_ASSESSMENT, { seq }) : undefined;
    if (unused === undefined && one.of === 'assessments' && one.onlyUnused === true) continue;
    if (one.of === 'activities' && one.onlyUnused === true && (yield* isActivityUsed(seq))) continue;
    const before = unused ?? (yield* first(BEFORE[one.of], { seq }));
    // A result of the pupil is gone by now.
    if (before === undefined) continue;
    changed(before);
    if (unused === undefined) yield* rewrite(one);
  }
}

function* rewrite(one: Rewritten): Script<void> {
  const { seq } = one;
  switch (one.of) {
    case 'activities':
      return yield* removeActivity(seq);
    case 'results':
      return yield* rewriteResult(one);
    case 'signals':
      yield* run(SIGNAL, { seq, document: one.document, supplierGoal: one.supplierGoal });
      return;
    case 'assessments':
      yield* run(ASSESSMENT, { seq, document: one.document, code: one.code, version: one.version ?? null });
  }
}
