import type { Database } from 'better-sqlite3';
import type { Annotation } from '../../../goals/annotation.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import type { AuditTable } from '../audit/audit-table.js';
import { ErasureMark } from '../rights/erasure-mark.js';

export type AnnotationWrite =
  | { readonly kind: 'add'; readonly school: string; readonly annotation: Annotation; readonly erasures: number | undefined }
  | { readonly kind: 'end'; readonly school: string; readonly id: string; readonly at: number };

/** What teachers note. Synchronous; runs inside the caller's transaction. */
export class AnnotationTable {
  private readonly mark: ErasureMark;

  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
  ) {
    this.mark = new ErasureMark(db);
  }

  apply(write: AnnotationWrite, actor: string): boolean {
    const { school } = write;
    const changed =
      write.kind === 'add' ? !this.mark.isPast(school, write.erasures) && this.add(school, write.annotation) : this.end(write);
    if (changed) this.audit.append(auditEntry(actor, `annotation.${write.kind}`, { school }));
    return changed;
  }

  private add(school: string, annotation: Annotation): boolean {
    const { id, author, learner, group, goal, kind, from, until, note, createdAt } = annotation;
    this.db
      .prepare(`
        INSERT INTO annotations (school, id, author, learner, class, goal, kind, valid_from, valid_until, note, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(
        ...[school, id, author, learner ?? null, group ?? null, goal, kind, from ?? null, until ?? null],
        note ?? null,
        Date.parse(createdAt),
      );
    return true;
  }

  private end({ school, id, at }: { readonly school: string; readonly id: string; readonly at: number }): boolean {
    return (
      this.db.prepare('UPDATE annotations SET ended_at = ? WHERE school = ? AND id = ? AND ended_at IS NULL').run(at, school, id).changes >
      0
    );
  }
}
