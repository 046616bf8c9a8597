import { query } from '../../sql/query.js';
import { audit, count, first, mark, run, type Script, together } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../audit/audit-entry.js';
import { sourcesOf } from '../results/sources-of.js';

interface OfSchool {
  readonly school: string;
}

const KEY = query<{ readonly wrapped: Uint8Array }, OfSchool>(() => 'SELECT wrapped FROM school_keys WHERE school = @school');
const OFFER = query<never, OfSchool & { readonly wrapped: Uint8Array }>(
  () => 'INSERT INTO school_keys (school, wrapped) VALUES (@school, @wrapped) ON CONFLICT (school) DO NOTHING',
);
const IS_HELD = query<{ readonly held: 0 | 1 }, OfSchool>(
  () => 'SELECT CASE WHEN held_since IS NULL THEN 0 ELSE 1 END AS held FROM schools WHERE id = @school',
);
const EMPTY_KEY = query<never, OfSchool>(
  ({ hex }) =>
    `INSERT INTO school_keys (school, wrapped) VALUES (@school, ${hex('')}) ON CONFLICT (school) DO UPDATE SET wrapped = ${hex('')}`,
);
const MARK_SCHOOL = query<never, OfSchool & { readonly at: string }>(
  () => 'UPDATE schools SET key_destroyed_at = coalesce(key_destroyed_at, @at), paused_at = coalesce(paused_at, @at) WHERE id = @school',
);
const FORGET_ALIASES = query<never, OfSchool>(() => 'DELETE FROM receiver_aliases WHERE school = @school');
/** An ECK iD is a pseudonym that others know as well; all other names hang from the key. */
const FORGET_ECK_IDS = [
  query<never, OfSchool>(() => 'UPDATE learners SET eck_id = NULL WHERE school = @school AND eck_id IS NOT NULL'),
  query<never, OfSchool>(() => 'DELETE FROM learner_eck_ids WHERE learner IN (SELECT seq FROM learners WHERE school = @school)'),
  query<never, OfSchool>(() => `UPDATE results SET eck_number = 0 WHERE source IN ${sourcesOf('@school')} AND eck_number > 0`),
];
const FORGET_INFOURLS = query<never, OfSchool>(
  ({ withoutMember, holds }) => `
    UPDATE results SET own = ${withoutMember('own', 'u')} WHERE source IN ${sourcesOf('@school')} AND ${holds('own', `'"u":'`)}`,
);

/** As it is wrapped; empty: it was destroyed. */
export function* schoolKey(school: string): Script<Uint8Array | undefined> {
  return (yield* first(KEY, { school }))?.wrapped;
}

/** Keeps the key that is there: two processes may offer a fresh one at once. Keys are no part of the directory. */
export function* offerSchoolKey(school: string, fresh: Uint8Array, actor: string): Script<void> {
  const kept = yield* run(OFFER, { school, wrapped: fresh });
  if (kept > 0) yield* audit(auditEntry(actor, 'school-key.add', { school }));
}

/**
 * Removes the key, and what would lead back to a pupil without it. The school is paused with it, and an empty key stays in the place
 * of the old one, so that none ever comes there. Destroyed before: since then.
 */
export function* destroySchoolKey({ school, at }: OfSchool & { readonly at: string }, actor: string): Script<void> {
  const found = yield* first(IS_HELD, { school });
  if (found === undefined) throw new StoreError('unknown', 'schools: there is none with this id');
  if (found.held === 1) throw new StoreError('held', `school ${school} is under legal hold`);
  const [aliases] = yield* together(
    count(FORGET_ALIASES, { school }),
    count(EMPTY_KEY, { school }),
    count(MARK_SCHOOL, { school, at }),
    ...FORGET_ECK_IDS.map((forget) => count(forget, { school })),
    count(FORGET_INFOURLS, { school }),
  );
  yield* audit(auditEntry(actor, 'school.destroy-key', { school, counts: { aliases } }));
  yield* mark([{ kind: 'key-destroyed', school, at }]);
}
