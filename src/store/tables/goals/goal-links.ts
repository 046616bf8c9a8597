import type { RetagJob } from '../../goals/goal-link-store.js';
import { audit, type Script } from '../../sql/script.js';
import { auditEntry } from '../audit/audit-entry.js';
import { askRetag } from './ask-retag.js';
import { progressRetag, type RetagWrite } from './retag/retag-work.js';

export type GoalLinkWrite =
  | { readonly kind: 'ask-retag'; readonly schools: readonly string[]; readonly cause: string; readonly at: number }
  | RetagWrite;

/** Asks for re-tags of schools, or works on one; see `progressRetag`. */
export function* writeGoalLinks(write: GoalLinkWrite, actor: string): Script<RetagJob | undefined> {
  if (write.kind === 'retag') return yield* progressRetag(write, actor);
  const { cause, at } = write;
  for (const school of write.schools) {
    yield* askRetag(school, cause, at);
    yield* audit(auditEntry(actor, 'goals.retag', { school }));
  }
  return undefined;
}
