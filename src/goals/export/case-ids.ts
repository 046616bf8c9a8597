import { nameUuid } from '../../model/ids.js';
import type { GoalRelation, GoalSet } from '../goal-set.js';
import { isUuid, sloUuid } from '../goal-uri.js';

/** The UUID by which CASE knows a goal: that at the end of its URI, else one that follows from the URI, always the same. */
export function caseGoalId(uri: string): string {
  const last = uri.slice(Math.max(uri.lastIndexOf('/'), uri.lastIndexOf(':')) + 1);
  return sloUuid(uri) ?? (isUuid(last) ? last.toLowerCase() : nameUuid('goal', uri));
}

/** The UUID of the document of a version of a set. */
export function caseDocumentId({ id, version }: Pick<GoalSet, 'id' | 'version'>): string {
  return isUuid(id) ? id.toLowerCase() : nameUuid('goal-set', id, version);
}

/** The UUID of a relation in a version of a set. */
export function caseAssociationId(document: string, { source, target, type }: GoalRelation): string {
  return nameUuid('goal-relation', document, source, type, target);
}
