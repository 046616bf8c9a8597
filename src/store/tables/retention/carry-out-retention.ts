import { supplied } from '../../../core/supplied.js';
import type { DataClass } from '../../../privacy/data-class.js';
import type { AuditSeal } from '../../audit-chain.js';
import type { PurgeScope, PurgeWeight } from '../../retention-store.js';
import { query } from '../../sql/query.js';
import { audit, first, type Script } from '../../sql/script.js';
import { cutAudit } from '../audit/audit-cut.js';
import { auditEntry } from '../audit/audit-entry.js';
import { purgeDeliveries } from '../outbox/delivery-purge.js';
import { isHeld, isSomeHeld } from './legal-hold.js';
import { purgeAssessments, purgeEckIds, purgeLearners, purgeShared } from './purge-beside-results.js';
import { purgeDisclosures, purgeErasures } from './purge-disclosures.js';
import { purgeExchanges } from './purge-exchanges.js';
import { purgeActivities, purgeAnnotations, purgeSignals } from './purge-goals.js';
import type { PurgeKey, PurgePart, Removed } from './purge-part.js';
import { addToReport, beginReport, finishReport, type PurgeEnd, setTerm } from './purge-reports.js';
import { purgeResults, purgeResultsOfLeavers } from './purge-results.js';
import { purgeLeavers } from './purge-rosters.js';
import { weighPurge } from './purge-weights.js';

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
      /** What cutting the audit needs. */
      readonly seal?: AuditSeal;
    }
  | { readonly do: 'weigh'; readonly scopes: readonly PurgeScope[]; readonly earlier: readonly PurgeScope[]; readonly at: string }
  | { readonly do: 'finish'; readonly purge: number; readonly end: PurgeEnd };

/** What became of a step. Without `next` its scope is done. */
export type PurgeStepped = { readonly held: true } | { readonly held: false; readonly removed: boolean; readonly next?: PurgePlace };

type OfClass<Class> = Extract<PurgeScope, { class: Class }>;
type RowClass = Exclude<PurgeScope['class'], 'audit'>;

const PARTS: { readonly [Class in RowClass]: readonly PurgePart<OfClass<Class>>[] } = {
  exchanges: [purgeExchanges],
  results: [purgeResults, purgeEckIds, purgeShared, purgeAssessments, purgeLearners, purgeActivities],
  'results-exercises': [purgeResults, purgeEckIds],
  'results-leavers': [purgeResultsOfLeavers, purgeEckIds],
  'roster-leavers': [purgeLeavers],
  deliveries: [purgeDeliveries],
  signals: [purgeSignals],
  annotations: [purgeAnnotations],
  disclosures: [purgeDisclosures],
  erasures: [purgeErasures],
};
const BYTES = query<{ readonly bytes: number }>(({ databaseBytes }) => `SELECT ${databaseBytes} AS bytes`);
const FREE_BYTES = query<{ readonly bytes: number }>(({ freeBytes }) => `SELECT ${freeBytes} AS bytes`);

/** Forgets, step by step. */
export function* carryOutRetention(work: RetentionWork, actor: string): Script<unknown> {
  switch (work.do) {
    case 'term': {
      yield* setTerm(work.school, work.class, work.days, work.at);
      const counts = supplied({ days: work.days });
      yield* audit(auditEntry(actor, 'retention.term', { school: work.school, subject: work.class, counts }));
      return undefined;
    }
    case 'begin':
      return yield* beginReport(work.at, (yield* first(BYTES, undefined))!.bytes);
    case 'step':
      return yield* purgeStep(work, actor);
    case 'weigh': {
      const weights: PurgeWeight[] = [];
      for (const [index, scope] of work.scopes.entries()) weights.push(yield* weighPurge(scope, work.earlier[index]!, work.at));
      return weights;
    }
    case 'finish':
      return yield* finishReport(work.purge, work.end, (yield* first(BYTES, undefined))!.bytes);
  }
}

type Step = Extract<RetentionWork, { do: 'step' }>;

function* purgeStep({ purge, scope, place: { part, after }, seal }: Step, actor: string): Script<PurgeStepped> {
  if (yield* isScopeHeld(scope)) return { held: true };
  const parts = partsOf(scope, seal);
  const free = (yield* first(FREE_BYTES, undefined))!.bytes;
  const { counts, next } = yield* parts[part]!(scope as never, after, actor);
  const freed = Math.max(0, (yield* first(FREE_BYTES, undefined))!.bytes - free);
  const removed = withoutZeros(counts);
  const some = Object.keys(removed).length > 0;
  if (some) {
    yield* addToReport(purge, scope, removed, freed);
    // These say so themselves, whoever has them purged.
    if (scope.class !== 'roster-leavers' && scope.class !== 'audit') {
      const school = supplied({ school: scope.school });
      yield* audit(auditEntry(actor, 'retention.purge', { ...school, subject: scope.class, counts: removed }));
    }
  }
  if (next !== undefined) return { held: false, removed: some, next: { part, after: next } };
  return { held: false, removed: some, ...(part + 1 < parts.length ? { next: { part: part + 1 } } : {}) };
}

function partsOf(scope: PurgeScope, seal: AuditSeal | undefined): readonly PurgePart<never>[] {
  return scope.class === 'audit' ? [auditPart(scope.before, seal)] : PARTS[scope.class];
}

function auditPart(before: string, seal: AuditSeal | undefined): PurgePart<never> {
  return function* (_scope, _after, actor): Script<Removed> {
    return { counts: { entries: yield* cutAudit(before, actor, seal) } };
  };
}

/** The audit has one term: what is of a school that is held cannot stay while what is older or newer goes. */
function* isScopeHeld({ class: of, school }: PurgeScope): Script<boolean> {
  if (of === 'audit') return yield* isSomeHeld();
  return school !== undefined && (yield* isHeld(school));
}

function withoutZeros(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
