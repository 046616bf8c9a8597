import { supplied } from '../core/supplied.js';
import { dutchDay } from '../model/dutch-day.js';
import { schoolYearAt } from '../model/school-year.js';
import type { Terms } from '../privacy/data-class.js';
import { NOTICE_DAYS } from '../rights/erase-learner.js';
import type { PurgeScope } from '../store/retention-store.js';

const DAY_MS = 86_400_000;
/** 1 August is in summer time: the clock in the Netherlands is two hours ahead. */
const ZONE_IN_AUGUST = '+02:00';

/**
 * What may go of one school by these terms. First who left: results of pupils whom no roster knows any more are the last trace of
 * them. Then signals and annotations, and results: of leavers, of exercises and the others. Last the records of the messages that
 * brought them.
 */
export function purgeScopes(school: string, terms: Terms, now: Date): readonly PurgeScope[] {
  return [
    leaversScope(school, terms['roster-leavers'], now),
    { class: 'signals', school, before: endedBefore(terms.signals, now).toISOString() },
    { class: 'annotations', school, before: endedBefore(terms.annotations, now).toISOString() },
    resultsOfLeaversScope(school, terms['results-leavers'], now),
    resultsScope('results-exercises', school, terms['results-exercises'], now),
    resultsScope('results', school, terms.results, now),
    deliveriesScope(school, terms.deliveries, now),
    exchangesScope(school, terms.exchanges, now),
    { class: 'disclosures', school, before: daysBefore(now, terms.disclosures).toISOString() },
    { class: 'erasures', school, before: daysBefore(now, terms.erasures).toISOString() },
  ];
}

/** What is of no school that we know: records of messages that were refused, and the audit, which is of all of them. */
export function purgeScopesOfNobody(terms: Terms, now: Date): readonly PurgeScope[] {
  return [exchangesScope(undefined, terms.exchanges, now), { class: 'audit', before: daysBefore(now, terms.audit).toISOString() }];
}

/** Who left a roster so many days ago, and school years that were over by then. */
export function leaversScope(school: string, days: number, now: Date): Extract<PurgeScope, { class: 'roster-leavers' }> {
  const limit = daysBefore(now, days);
  // A school year that was over at that moment ended before it.
  return { class: 'roster-leavers', school, before: limit.toISOString(), beforeYear: schoolYearAt(limit) };
}

/** Who left so many days ago. Of whom nothing says when, the last result says that they were still there. */
function resultsOfLeaversScope(school: string, days: number, now: Date): PurgeScope {
  const limit = daysBefore(now, days);
  return { class: 'results-leavers', school, before: limit.toISOString(), day: dutchDay(limit), schoolYear: schoolYearAt(now) };
}

/** A school year that ended so many days ago is over, and so is every one before it. */
function resultsScope(of: 'results' | 'results-exercises', school: string, days: number, now: Date): PurgeScope {
  return { class: of, school, before: endedBefore(days, now).toISOString(), day: firstDayAfter(days, now) };
}

/** The end of the last school year that ended so many days ago. */
function endedBefore(days: number, now: Date): Date {
  return new Date(`${firstDayAfter(days, now)}T00:00:00${ZONE_IN_AUGUST}`);
}

function firstDayAfter(days: number, now: Date): string {
  return `${schoolYearAt(daysBefore(now, days)).slice(0, 4)}-08-01`;
}

/** Whoever has results of somebody who was erased is told for as long as others can ask. */
function deliveriesScope(school: string, days: number, now: Date): PurgeScope {
  const noticesBefore = daysBefore(now, NOTICE_DAYS).toISOString();
  return { class: 'deliveries', school, before: daysBefore(now, days).toISOString(), noticesBefore };
}

function exchangesScope(school: string | undefined, days: number, now: Date): PurgeScope {
  return { class: 'exchanges', ...supplied({ school }), before: daysBefore(now, days).toISOString() };
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}
