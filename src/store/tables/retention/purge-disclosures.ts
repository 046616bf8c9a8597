import type { PurgeScope } from '../../retention-store.js';
import { query } from '../../sql/query.js';
import { all, run, runMany, type Script } from '../../sql/script.js';
import { type Removed, ROWS_AT_ONCE } from './purge-part.js';

type DisclosureScope = Extract<PurgeScope, { class: 'disclosures' }>;
type ErasureScope = Extract<PurgeScope, { class: 'erasures' }>;
type Before = { readonly school: string; readonly before: string };

const OLD = query<{ readonly seq: number }, Before & { readonly most: number }>(
  () => 'SELECT seq FROM disclosures WHERE school = @school AND at < @before LIMIT @most',
);
const REMOVE_LEARNERS = query<never, { readonly seq: number }>(() => 'DELETE FROM disclosed_learners WHERE disclosure = @seq');
const REMOVE = query<never, { readonly seq: number }>(() => 'DELETE FROM disclosures WHERE seq = @seq');

/** SQL: what is left of an erasure once the pupil may come back. Of one that still keeps somebody out, everything stays. */
export const NOT_BLOCKING = 'NOT EXISTS (SELECT 1 FROM erased_names n WHERE n.erasure = erasures.seq)';

const OLD_ERASURE = `school = @school AND at < @before AND ${NOT_BLOCKING}`;
const REMOVE_NOTICES = query<never, Before>(
  () => `DELETE FROM erasure_notices WHERE erasure IN (SELECT seq FROM erasures WHERE ${OLD_ERASURE})`,
);
const REMOVE_ERASURES = query<never, Before>(() => `DELETE FROM erasures WHERE ${OLD_ERASURE}`);

/** To whom data went, with whose data it were. */
export function* purgeDisclosures({ school, before }: DisclosureScope): Script<Removed> {
  const old = yield* all(OLD, { school, before, most: ROWS_AT_ONCE });
  yield* runMany(REMOVE_LEARNERS, old);
  yield* runMany(REMOVE, old);
  return { counts: { disclosures: old.length }, ...(old.length === ROWS_AT_ONCE ? { next: 0 } : {}) };
}

/** Receipts of erasures, and what receivers were told of them. There are few. */
export function* purgeErasures({ school, before }: ErasureScope): Script<Removed> {
  yield* run(REMOVE_NOTICES, { school, before });
  return { counts: { receipts: yield* run(REMOVE_ERASURES, { school, before }) } };
}
