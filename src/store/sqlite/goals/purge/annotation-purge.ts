import type { Database, Statement } from 'better-sqlite3';
import type { PurgeScope } from '../../../retention-store.js';
import { type PurgePart, type Removed, ROWS_AT_ONCE } from '../../../tables/retention/purge-part.js';

type AnnotationScope = Extract<PurgeScope, { class: 'annotations' }>;

/** SQL: annotation `a` is about a learner whom no roster has any more, not even as one who left. `stays`: of object `o` of a roster. */
export function ofUnknownLearner(stays = '1 = 1'): string {
  return `(a.learner IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM roster_objects o WHERE o.school = a.school AND o.kind = 'learner' AND o.id = a.learner AND ${stays}))`;
}

/** SQL: annotation `a` goes. */
export const ANNOTATION_GOES = `(a.created_at < @before OR ${ofUnknownLearner()})`;

/** Annotations of teachers, by the moment at which they were made. Those about a learner go with the learner's place in the rosters too. */
export class AnnotationPurge implements PurgePart<AnnotationScope> {
  private readonly old: Statement<unknown[], number>;
  private readonly remove: Statement<[seq: number]>;

  constructor(db: Database) {
    this.old = db
      .prepare<unknown[], number>(`SELECT a.seq FROM annotations a WHERE a.school = @school AND ${ANNOTATION_GOES} LIMIT @most`)
      .pluck();
    this.remove = db.prepare('DELETE FROM annotations WHERE seq = ?');
  }

  step({ school, before }: AnnotationScope): Removed {
    const old = this.old.all({ school, before: Date.parse(before), most: ROWS_AT_ONCE });
    for (const seq of old) this.remove.run(seq);
    return { counts: { annotations: old.length }, ...(old.length === ROWS_AT_ONCE ? { next: 0 } : {}) };
  }
}
