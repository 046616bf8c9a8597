import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { canonicalJson } from '../../../goals/canonical-json.js';
import type { GoalSet, ReadGoalSet } from '../../../goals/goal-set.js';
import { uriKey } from '../../../goals/goal-uri.js';
import type { ImportedGoalSet } from '../../goals/goal-set-store.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import type { AuditTable } from '../audit/audit-table.js';
import { raiseGoalVersion } from './goal-versions.js';
import { RetagQueue } from './retag/retag-queue.js';

/** `school` of an import is '' for a set that everybody may use. */
export type GoalSetWrite =
  | { readonly kind: 'school-sets'; readonly school: string; readonly sets: readonly number[] }
  | { readonly kind: 'import'; readonly school: string; readonly read: ReadGoalSet; readonly at: number };

/** Goal sets, and which of them schools work with. Synchronous; runs inside the caller's transaction. */
export class GoalSetTable {
  private readonly retags: RetagQueue;

  constructor(
    private readonly db: Database,
    private readonly audit: AuditTable,
  ) {
    this.retags = new RetagQueue(db);
  }

  apply(write: GoalSetWrite, actor: string): ImportedGoalSet | undefined {
    switch (write.kind) {
      case 'import':
        return this.import(write, actor);
      case 'school-sets':
        return this.choose(write, actor);
    }
  }

  private choose({ school, sets }: Extract<GoalSetWrite, { kind: 'school-sets' }>, actor: string): undefined {
    this.db.prepare('DELETE FROM school_goal_sets WHERE school = ?').run(school);
    const insert = this.db.prepare('INSERT INTO school_goal_sets (school, goal_set, position) VALUES (?, ?, ?)');
    for (const [position, set] of sets.entries()) insert.run(school, set, position);
    raiseGoalVersion(this.db, 'sets');
    this.audit.append(auditEntry(actor, 'goals.choose', { school, counts: { sets: sets.length } }));
  }

  private import({ school, read, at }: Extract<GoalSetWrite, { kind: 'import' }>, actor: string): ImportedGoalSet {
    const { set, goals, relations, ledger } = read;
    const digest = digestOf(read);
    const there = this.db
      .prepare<[string, string, string], { seq: number; digest: string }>(
        'SELECT seq, digest FROM goal_sets WHERE school = ? AND id = ? AND version = ?',
      )
      .get(school, set.id, set.version);
    if (there !== undefined) {
      if (there.digest === digest) return { seq: there.seq, added: false };
      throw new StoreError('conflict', `goal set ${set.id}@${set.version} is stored with another content, and a version never changes`);
    }
    this.refuseSharedUri(school, set);
    const seq = this.db.prepare<[], number>('SELECT coalesce(max(seq), 0) + 1 FROM goal_sets').pluck().get() as number;
    this.db
      .prepare('INSERT INTO goal_sets (seq, school, id, version, digest, imported_at, document, ledger) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(seq, school, set.id, set.version, digest, at, JSON.stringify(set), JSON.stringify(ledger));
    const goal = this.db.prepare('INSERT INTO goals (goal_set, uri, position, code, document) VALUES (?, ?, ?, ?, ?)');
    for (const [position, one] of goals.entries()) goal.run(seq, one.uri, position, one.code ?? null, JSON.stringify(one));
    const relation = this.db.prepare(
      'INSERT INTO goal_relations (goal_set, position, source, target, type, asserted_by) VALUES (?, ?, ?, ?, ?, ?)',
    );
    for (const [position, { source, target, type, assertedBy }] of relations.entries())
      relation.run(seq, position, source, target, type, assertedBy);
    raiseGoalVersion(this.db, 'sets');
    this.retags.askAll('goals.import', at, school === '' ? {} : { school });
    const counts = { goals: goals.length, relations: relations.length };
    this.audit.append(auditEntry(actor, 'goals.import', { subject: set.id, ...(school === '' ? {} : { school }), counts }));
    return { seq, added: true };
  }

  /** A code is read together with the URI of its set: two sets with one URI would leave all codes of both without a goal. */
  private refuseSharedUri(school: string, { uri }: GoalSet): void {
    const there = this.db.prepare<[], { school: string; document: string }>('SELECT school, document FROM goal_sets').all();
    for (const { school: of, document } of there) {
      const other = JSON.parse(document) as GoalSet;
      const meet = of === '' || school === '' || of === school;
      if (meet && uriKey(other.uri) === uriKey(uri))
        throw new StoreError(
          'duplicate',
          `the URI of this goal set is that of ${of === '' || of === school ? `${other.id}@${other.version}` : 'a set of a school'}`,
        );
    }
  }
}

/** Of all that a version holds. The ledger is not part of it: the same set may come from another format. */
function digestOf({ set, goals, relations }: ReadGoalSet): string {
  return createHash('sha256').update(canonicalJson({ set, goals, relations })).digest('base64url');
}
