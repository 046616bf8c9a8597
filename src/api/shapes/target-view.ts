import { supplied } from '../../core/supplied.js';
import type { Target } from '../../directory/directory.js';

/** A target as REST shows it: named field by field, so that its settings, which hold secrets, never leave. */
export type ShownTarget = Omit<Target, 'settings'>;

export function shownTarget({ id, party, kind, createdAt, endedAt }: Target): ShownTarget {
  return { id, party, kind, createdAt, ...supplied({ endedAt }) };
}
