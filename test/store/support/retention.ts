import { CLASS_TERMS, DATA_CLASSES, type Terms } from '../../../src/privacy/data-class.js';
import { purgeScopes, purgeScopesOfNobody } from '../../../src/retention/purge-scopes.js';
import type { PurgeLine, PurgeReport, PurgeScope } from '../../../src/store/retention-store.js';
import type { ResultRow, Store } from '../../../src/store/store.js';
import { resultRow, SCHOOL } from './records.js';

/** The terms of the gateway, with these in their place. */
export function terms(own: Partial<Terms> = {}): Terms {
  return { ...Object.fromEntries(DATA_CLASSES.map((name) => [name, CLASS_TERMS[name].days])), ...own } as Terms;
}

/** A result of a day, of an assessment. */
export function dated(id: string, date: string, more: { learner?: string; assessment?: string; school?: string } = {}): ResultRow {
  const row = resultRow(id, more);
  return { ...row, assessment: more.assessment ?? row.assessment, result: { ...row.result, date } };
}

/** The same, of an exercise. */
export function ofExercise(row: ResultRow): ResultRow {
  return { ...row, result: { ...row.result, activity: { ...row.result.activity, originType: 'exercise' } } };
}

/** Purges these scopes to the end. */
export async function purge(store: Store, scopes: readonly PurgeScope[]): Promise<PurgeReport> {
  const run = await store.startPurge('2026-11-22T03:00:00.000Z');
  if (run === undefined) throw new Error('another purge is under way');
  const held: string[] = [];
  for (const scope of scopes) if (!(await run.purge(scope, () => false))) held.push(scope.school ?? 'the audit');
  return run.finish({ at: '2026-11-22T03:00:01.000Z', outcome: 'done', held });
}

/** Results of before a day. */
export function resultsBefore(day: string, school = SCHOOL): PurgeScope {
  return { class: 'results', school, day, before: `${day}T00:00:00.000Z` };
}

/** What is of one school, by these terms, as things are at a moment; of no school too. */
export function allScopes(schools: readonly string[], of: (school: string) => Terms, now: Date): readonly PurgeScope[] {
  return [...schools.flatMap((school) => purgeScopes(school, of(school), now)), ...purgeScopesOfNobody(of(''), now)];
}

/** What each scope removed, by class. */
export function removed(lines: readonly PurgeLine[]): Record<string, unknown> {
  return Object.fromEntries(lines.map((line) => [`${line.school ?? 'nobody'} ${line.class}`, line.removed]));
}
