import { type GoalReport, goalReport, type ReportParts } from '../../../admin/goals/report/goal-report.js';
import { staysIn, wasThere } from '../../../admin/goals/report/group-stays.js';
import { reportPeriod } from '../../../admin/goals/report/report-period.js';
import { supplied } from '../../../core/supplied.js';
import { openGroups } from '../../../exchange/roster/read-roster.js';
import type { StoredResult } from '../../../store/store.js';
import { invalidParameter } from '../../http/as-problem.js';
import type { Answer, Call } from '../../http/endpoint.js';
import { schoolYearOf } from '../roster-moment.js';

interface Question {
  readonly from?: string;
  readonly until?: string;
  readonly set?: string;
  readonly goal?: string;
  readonly schoolYear?: string;
}

export type ReportCall = Pick<Call<Record<string, never>>, 'reads' | 'school' | 'names' | 'id' | 'now' | 'schoolKey'> & {
  readonly query: Question;
};

const PAGE = 500;

/** Undefined: there is no such learner, or nothing of the learner may be shown. */
export async function learnerReport(call: ReportCall): Promise<Answer | undefined> {
  const { reads, school } = call;
  const names = await call.names();
  const learner = await names.find('learner', call.id);
  if (learner === undefined) return undefined;
  const results: StoredResult[] = [];
  for await (const result of resultsOf(call, learner)) results.push(result);
  if (results.length === 0 && (await reads.rosterRow(school, schoolYearOf(call), 'learner', learner)) === undefined) return undefined;
  return { body: await reportOf(call, { learner: names.tell('learner', learner) }, results, true) };
}

export async function groupReport(call: ReportCall): Promise<Answer | undefined> {
  const { reads, school } = call;
  const names = await call.names();
  const group = await names.find('group', call.id);
  const schoolYear = schoolYearOf(call);
  const row = group === undefined ? undefined : await reads.rosterRow(school, schoolYear, 'group', group);
  if (group === undefined || row === undefined) return undefined;
  const [known] = openGroups([row], await call.schoolKey());
  const stays = staysIn(group, await reads.memberships(school, schoolYear), schoolYear);
  async function* results() {
    for (const [learner, own] of stays) for await (const result of resultsOf(call, learner)) if (wasThere(own, result.date)) yield result;
  }
  const about = { group: names.tell('group', group), ...(known?.name === undefined ? {} : { name: known.name }) };
  return { body: await reportOf(call, about, results(), false) };
}

async function reportOf(
  { reads, school, now, query }: ReportCall,
  about: GoalReport['about'],
  results: Iterable<StoredResult> | AsyncIterable<StoredResult>,
  withResults: boolean,
): Promise<GoalReport> {
  const period = reportPeriod(query, now);
  if (period === undefined) throw invalidParameter('until', 'must not be before from');
  const index = await reads.goalIndex();
  // A goal or set that is not there is in no result.
  const goal = query.goal === undefined ? undefined : (index.resolve(query.goal, { school })?.goal ?? query.goal);
  const { schools, parties } = await reads.directory();
  const parts: ReportParts = {
    school: { id: school, name: schools.get(school)?.name ?? school },
    at: now.toISOString(),
    about,
    period,
    index,
    parties,
    ...supplied({ set: query.set, goal }),
    withResults,
  };
  return goalReport(parts, results);
}

async function* resultsOf({ reads, school }: ReportCall, learner: string): AsyncGenerator<StoredResult> {
  const places = await reads.resultPlaces({ school, learner }, { after: 0 });
  for (let at = 0; at < places.length; at += PAGE) {
    const some = places.slice(at, at + PAGE);
    const found = await reads.resultsAt(school, some);
    for (const place of some) {
      const result = found.get(place);
      if (result !== undefined) yield result;
    }
  }
}
