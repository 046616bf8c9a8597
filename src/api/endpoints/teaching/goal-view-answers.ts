import { goalActivities } from '../../../admin/teaching/goal-activities.js';
import type { Source } from '../../../admin/teaching/goal-sources.js';
import { type GoalTouch, groupGoals } from '../../../admin/teaching/group-goals.js';
import { learnerGoal } from '../../../admin/teaching/learner-goal.js';
import { COUNTED, covers, type Period, periodOf, recentPeriodOf } from '../../../admin/teaching/period.js';
import { shownGoal } from '../../../admin/teaching/shown-goal.js';
import { supplied } from '../../../core/supplied.js';
import type { Directory } from '../../../directory/directory.js';
import { nameOf } from '../../../directory/party-name.js';
import type { ReceiverNames } from '../../../exchange/sight/receiver-names.js';
import { shownStoredSignals } from '../../../exchange/sight/shown-signals.js';
import type { GoalIndex } from '../../../goals/goal-index.js';
import { invalidParameter } from '../../http/as-problem.js';
import type { Answer, Call } from '../../http/endpoint.js';
import { toldResults } from '../result-answers.js';
import { schoolYearOf } from '../roster-moment.js';
import { shownAnnotations } from './annotation-answers.js';

type ViewCall = Pick<Call<Record<string, never>>, 'reads' | 'school' | 'names' | 'schoolKey' | 'now' | 'id' | 'goal' | 'scopes' | 'sight'>;
type GroupCall = ViewCall & {
  readonly query: {
    readonly schoolYear?: string;
    readonly from?: string;
    readonly until?: string;
    readonly set?: string;
    readonly subject?: string;
    readonly kerndoelen: boolean;
    readonly identities: boolean;
    readonly cursor?: string;
    readonly limit: number;
  };
};

/** Which learners of a group have recent results, signals or annotations on which goals. */
export async function goalsOfGroup(call: GroupCall): Promise<Answer | undefined> {
  const { reads, school, now, query } = call;
  const names = await call.names();
  const group = await names.find('group', call.id);
  const schoolYear = schoolYearOf(call);
  if (group === undefined || (await reads.rosterRow(school, schoolYear, 'group', group)) === undefined) return undefined;
  const { ids: learners } = await reads.rosterIds({ school, schoolYear, kind: 'learner', group });
  const period = needed(recentPeriodOf(query, now));
  const { set, subject, kerndoelen } = query;
  const found = await groupGoals(readsOf(call), {
    ...{ school, group, learners, period, now, kerndoelen },
    ...supplied({ set, subject }),
  });
  const { page, next } = pageOf(found.goals, query);
  const showing = await showingOf(call, names);
  const inGroup = [...learners].sort();
  return {
    body: {
      group: names.tell('group', group),
      schoolYear,
      covers: covers(period, (await call.sight()) !== undefined),
      counted: COUNTED,
      items: page.map((touch) => shownTouch(touch, inGroup, showing)),
      withoutGoal: found.withoutGoal.map(({ results, ...source }) => ({ ...shownSource(source, showing.directory), counts: { results } })),
      signalsWithoutGoal: signalsOf(call, found.signalsWithoutGoal, showing),
    },
    ...supplied({ next }),
  };
}

type LearnerCall = ViewCall & {
  readonly query: { readonly from?: string; readonly until?: string; readonly set?: string; readonly identities: boolean };
};

/** What was received of one learner on one goal, side by side per source. */
export async function goalOfLearner(call: LearnerCall): Promise<Answer | undefined> {
  const { reads, school, now, query } = call;
  const names = await call.names();
  const learner = await names.find('learner', call.id);
  const index = await reads.goalIndex();
  const goal = resolved(index, call);
  if (learner === undefined || goal === undefined || !(await reads.knowsLearner(school, learner))) return undefined;
  const period = needed(periodOf(query, now));
  const found = await learnerGoal(readsOf(call), { school, learner, goal, period, now });
  const showing = await showingOf(call, names);
  const sources = await Promise.all(
    found.sources.map(async ({ results, counts, links, ...source }) => ({
      ...shownSource(source, showing.directory),
      counts,
      links,
      results: await toldResults(call, results),
    })),
  );
  return {
    body: {
      learner: names.tell('learner', learner),
      goal: shownGoal(index, goal, { school }),
      covers: covers(period, (await call.sight()) !== undefined),
      counted: COUNTED,
      received: found.sources.length > 0 || found.signals.length > 0 ? 'something' : 'nothing',
      ...(found.isCut ? { earlierLeftOut: true } : {}),
      sources,
      signals: signalsOf(call, found.signals, showing),
      annotations: annotationsOf(call, found.annotations, showing),
    },
  };
}

/** What the vendors of the school have for a goal. */
export async function activitiesOfGoal(call: ViewCall & { readonly query: { readonly set?: string } }): Promise<Answer | undefined> {
  const { reads, school, now } = call;
  const index = await reads.goalIndex();
  const goal = resolved(index, { ...call, goal: call.id });
  if (goal === undefined) return undefined;
  const activities = await goalActivities(reads, school, goal, now);
  return {
    body: {
      goal: shownGoal(index, goal, { school }),
      says: 'What vendors of the school are known to have for this goal, by name. It is no selection: what nobody mapped is not in it.',
      items: activities.map(({ goals, ...activity }) => ({ ...activity, goals: goals.map((one) => shownGoal(index, one, { school })) })),
    },
  };
}

interface Showing {
  readonly names: ReceiverNames;
  readonly index: GoalIndex;
  readonly directory: Directory;
  readonly annotations: Parameters<typeof shownAnnotations>[1] | undefined;
  readonly signals: boolean;
  readonly identities: boolean;
  readonly school: string;
}

/** Without the signals and annotations that the client may not read: not even that there are any follows from an answer. */
function readsOf({ reads, scopes }: Pick<ViewCall, 'reads' | 'scopes'>): ViewCall['reads'] {
  const nothing = async () => [];
  return {
    ...reads,
    ...(scopes.includes('signals:read') ? {} : { signalPlaces: nothing }),
    ...(scopes.includes('annotations:read') ? {} : { annotationPlaces: nothing }),
  };
}

/** Signals and annotations go to those only who may read them. */
async function showingOf(call: ViewCall & { readonly query: { readonly identities: boolean } }, names: ReceiverNames): Promise<Showing> {
  const { reads, school, now, scopes, query } = call;
  const index = await reads.goalIndex();
  const mayNote = scopes.includes('annotations:read');
  return {
    ...{ names, index, school },
    directory: await reads.directory(),
    annotations: mayNote ? { index, names, schoolKey: await call.schoolKey(), school, now } : undefined,
    signals: scopes.includes('signals:read'),
    identities: query.identities,
  };
}

function shownTouch({ goal, learners, annotations }: GoalTouch, group: readonly string[], showing: Showing): object {
  const { names, index, school, directory } = showing;
  const told = learners.map(({ learner, sources, signals, annotations: notes }) => ({
    learner,
    shown: {
      learner: names.tell('learner', learner),
      sources: sources.map(({ results, lastDay, links, ...source }) => ({
        ...shownSource(source, directory),
        counts: { results },
        lastDay,
        links,
      })),
      signals: showing.signals ? shownStoredSignals(signals, names, showing.identities) : [],
      annotations: showing.annotations === undefined ? [] : shownAnnotations(notes, showing.annotations),
    },
  }));
  const received = new Set(learners.flatMap(({ learner, sources, signals }) => (sources.length + signals.length > 0 ? [learner] : [])));
  return {
    goal: shownGoal(index, goal, { school }),
    learners: told
      .map(({ shown }) => shown)
      .filter(({ sources, signals, annotations: notes }) => sources.length + signals.length + notes.length > 0)
      .sort((one, other) => (one.learner < other.learner ? -1 : 1)),
    nothingReceived: group
      .filter((learner) => !received.has(learner))
      .map((learner) => names.tell('learner', learner))
      .sort(),
    annotations: showing.annotations === undefined ? [] : shownAnnotations(annotations, showing.annotations),
  };
}

function signalsOf(call: ViewCall, signals: Parameters<typeof shownStoredSignals>[0], { names, identities }: Showing): readonly object[] {
  return call.scopes.includes('signals:read') ? shownStoredSignals(signals, names, identities) : [];
}

function annotationsOf(_call: ViewCall, annotations: Parameters<typeof shownAnnotations>[0], showing: Showing): readonly object[] {
  return showing.annotations === undefined ? [] : shownAnnotations(annotations, showing.annotations);
}

function shownSource<S extends Partial<Source>>(source: S, { parties }: Directory): S & { readonly vendor?: string } {
  const party = source.party === undefined ? undefined : parties.get(source.party);
  return { ...source, ...(party === undefined ? {} : { vendor: nameOf(party) }) };
}

function resolved(
  index: GoalIndex,
  { school, goal, query }: { readonly school: string; readonly goal: string; readonly query: { readonly set?: string } },
) {
  return index.resolve(goal, { school, ...supplied({ set: query.set }) })?.goal;
}

function needed(period: Period | undefined): Period {
  if (period === undefined) throw invalidParameter('until', 'must not be before `from`');
  return period;
}

/** A page of goals; it begins after the last goal of the previous page. */
function pageOf(
  goals: readonly GoalTouch[],
  { cursor, limit }: { readonly cursor?: string; readonly limit: number },
): { readonly page: readonly GoalTouch[]; readonly next?: string } {
  const start = cursor === undefined ? 0 : goals.findIndex(({ goal }) => goal === cursor) + 1;
  const page = goals.slice(start, start + limit);
  const last = page.at(-1);
  return { page, ...(last !== undefined && start + limit < goals.length ? { next: last.goal } : {}) };
}
