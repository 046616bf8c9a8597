import type { RosterCommitted } from '../../roster-store.js';
import { audit, type Script } from '../../sql/script.js';
import { isPastAliasMark } from '../aliases/alias-mark.js';
import { storeLearnerAliases } from '../aliases/learner-aliases.js';
import { auditEntry } from '../audit/audit-entry.js';
import { insertExchange } from '../exchanges/insert-exchange.js';
import { isPastErasures } from '../rights/erasure-mark.js';
import { endMembershipsOf, joinGroups, partGroups } from './memberships.js';
import { isEmpty, type RosterCells } from './roster-cells.js';
import { putRosterHead, rosterRevision } from './roster-heads.js';
import { endRosterObjects, putRosterObjects } from './roster-objects.js';

/**
 * Stores a change of a roster. Writes nothing at all when it was worked out against another revision than the roster has now. Throws
 * `StoreError('unknown')` for a membership or an alias of what is in no roster.
 */
export function* changeRoster(change: RosterCells, actor: string): Script<RosterCommitted> {
  const { head, base, at } = change;
  if ((yield* rosterRevision(head.school, head.schoolYear)) !== base) return { kind: 'conflict' };
  if (yield* isPastErasures(head.school, change.erasures)) return { kind: 'conflict' };
  if (change.record) yield* insertExchange(change.record, actor);
  else yield* audit(auditEntry(actor, 'roster.change', { school: head.school }));
  // A first roster is a change, even when nobody is in it.
  const changed = base === 0 || !isEmpty(change);
  const revision = changed ? base + 1 : base;
  const source = (yield* isPastAliasMark(head.school, change.aliasMark)) ? undefined : change.source;
  yield* putRosterHead({ ...head, revision, changedAt: at }, source);
  yield* putRosterObjects(change);
  yield* endRosterObjects(change);
  yield* endMembershipsOf(change);
  yield* partGroups(change);
  yield* joinGroups(change);
  return { kind: 'stored', revision, changed, matched: yield* storeLearnerAliases(change) };
}
