import type { PurgeScope } from '../../retention-store.js';
import { query } from '../../sql/query.js';
import { all, runMany, type Script } from '../../sql/script.js';
import { removeActivity } from '../goals/activity-removal.js';
import { nextAfter, type PurgeKey, type Removed, ROWS_AT_ONCE } from './purge-part.js';

type ResultScope = Extract<PurgeScope, { class: 'results' }>;
type SignalScope = Extract<PurgeScope, { class: 'signals' }>;
type AnnotationScope = Extract<PurgeScope, { class: 'annotations' }>;
type Before = { readonly school: string; readonly before: number; readonly most: number };
type OfSignal = { readonly school: string; readonly id: string };

const ACTIVITIES = query<
  { readonly seq: number; readonly used: 0 | 1 },
  { readonly school: string; readonly after: number; readonly most: number }
>(
  () => `
    SELECT a.seq, CASE WHEN EXISTS (SELECT 1 FROM result_shared h JOIN results r ON r.shared = h.seq WHERE h.activity = a.seq) THEN 1 ELSE 0 END AS used
    FROM activities a WHERE a.school = @school AND a.seq > @after ORDER BY a.seq LIMIT @most`,
);
const OLD_SIGNALS = query<{ readonly id: string }, Before>(
  () => 'SELECT id FROM signals WHERE school = @school AND current = 1 AND raised_at < @before LIMIT @most',
);
const REMOVE_BASIS = query<never, OfSignal>(() => 'DELETE FROM signal_basis WHERE school = @school AND signal = @id');
const REMOVE_SIGNAL = query<never, OfSignal>(() => 'DELETE FROM signals WHERE school = @school AND id = @id');

/** SQL: annotation `a` is about a learner whom no roster has any more, not even as one who left. `stays`: of object `o` of a roster. */
export function ofUnknownLearner(stays = '1 = 1'): string {
  return `(a.learner IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM roster_objects o WHERE o.school = a.school AND o.kind = 'learner' AND o.id = a.learner AND ${stays}))`;
}

/** SQL: annotation `a` goes. */
export const ANNOTATION_GOES = `(a.created_at < @before OR ${ofUnknownLearner()})`;

const OLD_ANNOTATIONS = query<{ readonly seq: number }, Before>(
  () => `SELECT a.seq FROM annotations a WHERE a.school = @school AND ${ANNOTATION_GOES} LIMIT @most`,
);
const REMOVE_ANNOTATION = query<never, { readonly seq: number }>(() => 'DELETE FROM annotations WHERE seq = @seq');

/** Activities that no result is of any more, with their links. `after`: the activity that the step before ended with. */
export function* purgeActivities({ school }: ResultScope, after: PurgeKey = 0): Script<Removed> {
  const rows = yield* all(ACTIVITIES, { school, after: Number(after), most: ROWS_AT_ONCE });
  const unused = rows.filter(({ used }) => used === 0);
  for (const { seq } of unused) yield* removeActivity(seq);
  return { counts: { activities: unused.length }, ...nextAfter(rows.length, rows.at(-1)?.seq) };
}

/** Signals by the moment at which they were raised, as the vendor says it last, each with all its revisions. */
export function* purgeSignals({ school, before }: SignalScope): Script<Removed> {
  const old = yield* all(OLD_SIGNALS, { school, before: Date.parse(before), most: ROWS_AT_ONCE });
  const signals = old.map(({ id }) => ({ school, id }));
  yield* runMany(REMOVE_BASIS, signals);
  const signalRevisions = (yield* runMany(REMOVE_SIGNAL, signals)) - old.length;
  return { counts: { signals: old.length, signalRevisions }, ...nextAfter(old.length, 0) };
}

/** Annotations of teachers, by the moment at which they were made. Those about a learner go with the learner's place in the rosters too. */
export function* purgeAnnotations({ school, before }: AnnotationScope): Script<Removed> {
  const old = yield* all(OLD_ANNOTATIONS, { school, before: Date.parse(before), most: ROWS_AT_ONCE });
  yield* runMany(REMOVE_ANNOTATION, old);
  return { counts: { annotations: old.length }, ...nextAfter(old.length, 0) };
}
