import type { Database, Statement } from 'better-sqlite3';
import { supplied } from '../../../core/supplied.js';
import type { DataClass } from '../../../privacy/data-class.js';
import type { AuditSeal } from '../../audit-chain.js';
import type { PurgeOutcome, PurgeScope } from '../../retention-store.js';
import { auditEntry } from '../../tables/audit/audit-entry.js';
import { purgeDeliveries } from '../../tables/outbox/delivery-purge.js';
import type { PurgeKey, PurgePart, Removed } from '../../tables/retention/purge-part.js';
import type { AuditTable } from '../audit/audit-table.js';
import { ScriptRunner } from '../connection/script-runner.js';
import { ActivityPurge } from '../goals/purge/activity-purge.js';
import { AnnotationPurge } from '../goals/purge/annotation-purge.js';
import { SignalPurge } from '../goals/purge/signal-purge.js';
import { AssessmentPurge } from './assessment-purge.js';
import { DisclosurePurge } from './disclosure-purge.js';
import { EckIdPurge } from './eck-id-purge.js';
import { ErasurePurge } from './erasure-purge.js';
import { ExchangePurge } from './exchange-purge.js';
import { LearnerPurge } from './learner-purge.js';
import { LeaverResultPurge } from './leaver-result-purge.js';
import { LegalHold } from './legal-hold.js';
import { PurgeTables } from './purge-tables.js';
import { PurgeWeights } from './purge-weight.js';
import { ResultPurge } from './result-purge.js';
import type { RosterPurge } from './roster-purge.js';
import { SharedPurge } from './shared-purge.js';

/** Where a purge of a scope is: in which part of it, and how far. */
export interface PurgePlace {
  readonly part: number;
  readonly after?: PurgeKey;
}

export type RetentionWork =
  | { readonly do: 'term'; readonly school: string; readonly class: DataClass; readonly days: number | undefined; readonly at: string }
  | { readonly do: 'begin'; readonly at: string }
  | {
      readonly do: 'step';
      readonly purge: number;
      readonly scope: PurgeScope;
      readonly place: PurgePlace;
      /** What cutting the audit needs, see `AuditTable.cut`. */
      readonly seal?: AuditSeal;
    }
  | { readonly do: 'weigh'; readonly scopes: readonly PurgeScope[]; readonly earlier: readonly PurgeScope[]; readonly at: string }
  | {
      readonly do: 'finish';
      readonly purge: number;
      readonly end: { readonly at: string; readonly outcome: PurgeOutcome; readonly held: readonly string[] };
    };

type AuditScope = Extract<PurgeScope, { class: 'audit' }> & { readonly seal?: AuditSeal };

/** What became of a step. Without `next` its scope is done. */
export type PurgeStepped = { readonly held: true } | { readonly held: false; readonly removed: boolean; readonly next?: PurgePlace };

/** Forgets, step by step. Synchronous; runs inside the caller's transaction. */
export class RetentionEngine {
  private readonly hold: LegalHold;
  private readonly tables: PurgeTables;
  private readonly weights: PurgeWeights;
  private readonly parts: { readonly [Class in PurgeScope['class']]: readonly PurgePart<Extract<PurgeScope, { class: Class }>>[] };
  private readonly freePages: Statement<[], number>;
  private readonly pages: Statement<[], number>;
  private readonly pageSize: number;

  constructor(
    db: Database,
    rosters: RosterPurge,
    private readonly audit: AuditTable,
  ) {
    this.hold = new LegalHold(db);
    this.tables = new PurgeTables(db);
    this.weights = new PurgeWeights(db);
    const scripts = new ScriptRunner(db);
    this.parts = {
      exchanges: [new ExchangePurge(db)],
      results: [
        new ResultPurge(db, 'all'),
        new EckIdPurge(db),
        new SharedPurge(db),
        new AssessmentPurge(db),
        new LearnerPurge(db),
        new ActivityPurge(db),
      ],
      'results-exercises': [new ResultPurge(db, 'exercises'), new EckIdPurge(db)],
      'results-leavers': [new LeaverResultPurge(db), new EckIdPurge(db)],
      'roster-leavers': [rosterPart(rosters)],
      deliveries: [{ step: (scope, after) => scripts.run(purgeDeliveries(scope, after)) }],
      signals: [new SignalPurge(db)],
      annotations: [new AnnotationPurge(db)],
      disclosures: [new DisclosurePurge(db)],
      erasures: [new ErasurePurge(db)],
      audit: [{ step: ({ before, seal }: AuditScope, _, actor) => ({ counts: { entries: audit.cut(before, actor, seal) } }) }],
    };
    this.freePages = db.prepare<[], number>('PRAGMA freelist_count').pluck();
    this.pages = db.prepare<[], number>('PRAGMA page_count').pluck();
    this.pageSize = Number(db.pragma('page_size', { simple: true }));
  }

  apply(work: RetentionWork, actor: string): unknown {
    switch (work.do) {
      case 'term': {
        this.tables.setTerm(work.school, work.class, work.days, work.at);
        const counts = supplied({ days: work.days });
        this.audit.append(auditEntry(actor, 'retention.term', { school: work.school, subject: work.class, counts }));
        return undefined;
      }
      case 'begin':
        return this.tables.begin(work.at, this.bytes());
      case 'step':
        return this.step(work.purge, work.seal === undefined ? work.scope : withSeal(work.scope, work.seal), work.place, actor);
      case 'weigh':
        return work.scopes.map((scope, index) => this.weights.of(scope, work.earlier[index]!, work.at));
      case 'finish':
        return this.tables.finish(work.purge, work.end, this.bytes());
    }
  }

  private step(purge: number, scope: PurgeScope, { part, after }: PurgePlace, actor: string): PurgeStepped {
    if (this.isHeld(scope)) return { held: true };
    const parts: readonly PurgePart<never>[] = this.parts[scope.class];
    const free = this.freePages.get()!;
    const { counts, next } = parts[part]!.step(scope as never, after, actor);
    const freed = Math.max(0, this.freePages.get()! - free) * this.pageSize;
    const removed = withoutZeros(counts);
    const some = Object.keys(removed).length > 0;
    if (some) {
      this.tables.add(purge, scope, removed, freed);
      // These say so themselves, whoever has them purged.
      if (scope.class !== 'roster-leavers' && scope.class !== 'audit') {
        const school = supplied({ school: scope.school });
        this.audit.append(auditEntry(actor, 'retention.purge', { ...school, subject: scope.class, counts: removed }));
      }
    }
    if (next !== undefined) return { held: false, removed: some, next: { part, after: next } };
    return { held: false, removed: some, ...(part + 1 < parts.length ? { next: { part: part + 1 } } : {}) };
  }

  /** The audit has one term: what is of a school that is held cannot stay while what is older or newer goes. */
  private isHeld({ class: of, school }: PurgeScope): boolean {
    if (of === 'audit') return this.hold.onSome();
    return school !== undefined && this.hold.on(school);
  }

  private bytes(): number {
    return this.pages.get()! * this.pageSize;
  }
}

function rosterPart(rosters: RosterPurge): PurgePart<Extract<PurgeScope, { class: 'roster-leavers' }>> {
  return {
    step: (scope, _, actor): Removed => {
      const { learner, group, teacher } = rosters.run(scope, actor);
      return { counts: { learners: learner, groups: group, teachers: teacher } };
    },
  };
}

function withSeal(scope: PurgeScope, seal: AuditSeal): PurgeScope {
  const sealed: PurgeScope & { readonly seal: AuditSeal } = { ...scope, seal };
  return sealed;
}

function withoutZeros(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
