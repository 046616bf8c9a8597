import type { PurgeScope } from '../../retention-store.js';
import type { RosterKind } from '../../roster-store.js';
import { query } from '../../sql/query.js';
import { all, audit, run, type Script } from '../../sql/script.js';
import type { Words } from '../../sql/words.js';
import { pruneLearnerAliases } from '../aliases/learner-aliases.js';
import { auditEntry } from '../audit/audit-entry.js';
import type { RosterPurged, RosterPurgeScope } from '../roster/roster-cells.js';
import { leftAt } from './left-school.js';
import { isHeld } from './legal-hold.js';
import type { PurgeKey, Removed } from './purge-part.js';

interface Over {
  readonly school: string;
  readonly beforeYear: string;
  /** Milliseconds since 1970. */
  readonly leftBefore: number;
}

/** SQL: the head of a school year that was over by an instant, and that no source gave since. */
function endedBefore({ instant }: Words): string {
  return `school = @school AND school_year < @beforeYear AND ${instant('received_at')} < @leftBefore`;
}

/**
 * SQL: what is called `row` of `@school` left before `@leftBefore`, or its school year was over by then and no source gave it since. As
 * instants: the texts are whatever ISO form somebody gave.
 */
export function leftBefore(row: string, words: Words): string {
  return `(${row}.school_year IN (SELECT school_year FROM rosters WHERE ${endedBefore(words)}) OR ${words.instant(`${row}.until`)} < @leftBefore)`;
}

const REMEMBER = query<never, Over>(
  (words) => `
    UPDATE learners AS l SET left_at = ${leftAt(words)}
    WHERE school = @school AND roster_learner IN (
      SELECT g.id FROM roster_objects g WHERE g.school = @school AND ${leftBefore('g', words)} AND g.kind = 'learner')`,
);
const MEMBERSHIPS = query<never, Over>(
  (words) => `DELETE FROM roster_memberships WHERE school = @school AND ${leftBefore('roster_memberships', words)}`,
);
const OBJECTS = query<{ readonly kind: RosterKind }, Over>(
  (words) => `DELETE FROM roster_objects WHERE school = @school AND ${leftBefore('roster_objects', words)} RETURNING kind`,
);
const HEADS = query<never, Over>((words) => `DELETE FROM rosters WHERE ${endedBefore(words)}`);

/** Removes of the rosters of a school what retention no longer allows. */
export function* purgeRosters({ school, before, beforeYear }: RosterPurgeScope, actor: string): Script<RosterPurged> {
  if (yield* isHeld(school)) return { group: 0, learner: 0, teacher: 0 };
  const over: Over = { school, beforeYear, leftBefore: Date.parse(before) };
  // Results of who left are kept for a time that counts from then.
  yield* run(REMEMBER, over);
  // Who left also left their groups, not later: no membership stays without its group or member.
  yield* run(MEMBERSHIPS, over);
  const purged = { group: 0, learner: 0, teacher: 0 };
  for (const { kind } of yield* all(OBJECTS, over)) purged[kind] += 1;
  yield* run(HEADS, over);
  if (purged.learner > 0) yield* pruneLearnerAliases(school);
  if (purged.group + purged.learner + purged.teacher > 0) {
    const counts = { groups: purged.group, learners: purged.learner, teachers: purged.teacher };
    yield* audit(auditEntry(actor, 'roster.purge', { school, counts }));
  }
  return purged;
}

/** The same as a part of a purge. */
export function* purgeLeavers(
  scope: Extract<PurgeScope, { class: 'roster-leavers' }>,
  _after: PurgeKey | undefined,
  actor: string,
): Script<Removed> {
  const { learner, group, teacher } = yield* purgeRosters(scope, actor);
  return { counts: { learners: learner, groups: group, teachers: teacher } };
}
