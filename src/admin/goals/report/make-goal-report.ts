import { supplied } from '../../../core/supplied.js';
import { openGroups } from '../../../exchange/roster/read-roster.js';
import type { Group } from '../../../model/roster/roster.js';
import { allNames, type Person } from '../../../store/rights-store.js';
import { SchoolKeys } from '../../../store/school-keys.js';
import type { StoredResult } from '../../../store/store.js';
import type { Office } from '../../office.js';
import { conflict, unfit, unknown } from '../../refusal.js';
import { knownSchool } from '../../schools/known-school.js';
import { type GoalReport, goalReport, type ReportPeriod } from './goal-report.js';
import { staysIn, wasThere } from './group-stays.js';
import { reportPeriod } from './report-period.js';

export interface ReportQuestion {
  readonly school: string;
  /** Days. Absent: the running school year up to today. */
  readonly from?: string;
  readonly until?: string;
  /** Id of a set. */
  readonly set?: string;
  /** In any way of writing. */
  readonly goal?: string;
  /** Whom it is about: one learner, or a group by key in the school administration, name, or id in the roster. */
  readonly about: { readonly learner: Person } | { readonly group: string };
}

const PAGE = 500;

/**
 * The report for a talk with parents or for the inspectorate, put on record. Of a learner whose processing is restricted there is none, and
 * a group is without. Throws `Refusal`.
 */
export async function makeGoalReport(office: Office, question: ReportQuestion): Promise<GoalReport> {
  const { store, at } = office;
  const directory = await store.directory();
  const { id, name } = knownSchool(directory, question.school);
  const index = await store.goals.sets.goalIndex();
  const goal = question.goal === undefined ? undefined : index.resolve(question.goal, { school: id })?.goal;
  if (question.goal !== undefined && goal === undefined) throw unknown('no loaded set of the school has this goal');
  if (question.set !== undefined && index.setNamed(question.set, undefined, { school: id }) === undefined)
    throw unknown(`there is no set ${question.set}: uwlr goals list shows what there is`);
  const period = periodOf(question, new Date(at));
  const restricted = await store.rights.restricted(id);
  const { about, results } =
    'learner' in question.about
      ? ofLearner(office, id, question.about.learner, restricted)
      : await ofGroup(office, id, question.about.group, restricted);
  const report = await goalReport(
    {
      school: { id, name },
      at,
      about,
      period,
      index,
      parties: directory.parties,
      ...supplied({ set: question.set, goal }),
      withResults: 'learner' in about,
    },
    results,
  );
  const counts = { goals: report.goals.length };
  await store.appendAudit([{ at, actor: store.actor, operation: 'goals.report', outcome: 'done', school: id, counts }]);
  return report;
}

function periodOf(question: ReportQuestion, now: Date): ReportPeriod {
  const period = reportPeriod(question, now);
  if (period === undefined) throw unfit('--until must not be before --from');
  return period;
}

interface Wanted {
  readonly about: GoalReport['about'];
  readonly results: AsyncIterable<StoredResult>;
}

function ofLearner({ store }: Office, school: string, person: Person, restricted: ReadonlySet<string>): Wanted {
  const names = allNames(person);
  if (names.some((name) => restricted.has(name)))
    throw conflict('the processing of this learner is restricted: there is no report until uwlr restrict lifts that');
  return { about: { learner: names[0] as string }, results: once(resultsOf(store, school, names)) };
}

async function ofGroup(office: Office, school: string, named: string, restricted: ReadonlySet<string>): Promise<Wanted> {
  const { store } = office;
  const found = await groupNamed(office, school, named);
  const stays = staysIn(found.group.id, await store.memberships(school, found.schoolYear), found.schoolYear);
  async function* results() {
    for (const [learner, own] of stays) {
      if (restricted.has(learner)) continue;
      for await (const result of resultsOf(store, school, [learner])) if (wasThere(own, result.date)) yield result;
    }
  }
  const { id, name } = found.group;
  return { about: { group: id, ...supplied({ name }) }, results: results() };
}

/** The newest roster that has the group. */
async function groupNamed({ store, keyring }: Office, school: string, named: string): Promise<{ group: Group; schoolYear: string }> {
  const schoolKey = await new SchoolKeys(store, await keyring()).of(school);
  const ids = new Set([named, schoolKey.alias('groep', named), schoolKey.alias('samengestelde_groep', named)]);
  for (const { schoolYear } of await store.rosters(school)) {
    const listed = await store.rosterIds({ school, schoolYear, kind: 'group' });
    const groups = [...openGroups(await store.rosterRows(school, schoolYear, 'group', listed.ids), schoolKey)];
    const found = groups.filter(({ id, name }) => ids.has(id) || name === named);
    if (found.length > 1) throw conflict('more than one group has this name: give its key in the school administration');
    if (found[0] !== undefined) return { group: found[0], schoolYear };
  }
  throw unknown(`no roster of school ${school} has this group`);
}

async function* resultsOf(store: Office['store'], school: string, names: readonly string[]): AsyncGenerator<StoredResult> {
  for (const learner of names) {
    let cursor: string | undefined;
    do {
      const page = await store.results({ school, learner, limit: PAGE, ...supplied({ cursor }) });
      yield* page.items;
      cursor = page.next;
    } while (cursor !== undefined);
  }
}

/** Several names of one learner may lead to the same result. */
async function* once(results: AsyncIterable<StoredResult>): AsyncGenerator<StoredResult> {
  const seen = new Set<string>();
  for await (const result of results) {
    if (seen.has(result.id)) continue;
    seen.add(result.id);
    yield result;
  }
}
