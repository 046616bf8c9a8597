import { type Endpoint, endpoint } from '../../http/endpoint.js';
import { code, flag } from '../../shapes/parameters/parameter.js';
import { IDENTITIES, LIST, SCHOOL_YEAR } from '../../shapes/parameters/parameters.js';
import { type PathId, pseudonym } from '../../shapes/parameters/path-id.js';
import { ACTIVITIES_EXAMPLE, GROUP_GOALS_EXAMPLE, LEARNER_GOAL_EXAMPLE } from '../../shapes/teaching/examples.js';
import { day, SET_OF_CODE } from '../../shapes/teaching/parameters.js';
import { activitiesOfGoal, goalOfLearner, goalsOfGroup } from './goal-view-answers.js';

const NOT_A_VERDICT =
  'Counts are of results of one source that touch the goal; those may also be of other goals. Figures of sources are not combined, and nothing received says nothing about a learner.';
const SIGNALS =
  'Signals need `signals:read` and annotations `annotations:read`; without these they are left out. Muted signals are not shown.';
const FROM = day('First day of the results. Default: the first day of the school year.');
const RECENT = day('First day of the results. Default: six weeks before the last day, within the school year.');
const UNTIL = day('Last day of the results. Default: today.');
const SET = code(
  'Only goals of the set with this id. Results linked to goals of other sets count where those hang under a goal of this set.',
  'voorbeeld-rekenen-meten',
);
const SUBJECT = code('Only goals of sets with this subject.', 'rekenen');
const KERNDOELEN = flag('True: goals are shown as the kerndoelen that they contribute to. A goal may contribute to several.');
const GOAL: PathId = {
  description: 'A goal in any way of writing: a UUID, `bk:` and a UUID, or a URI (percent-encoded). A code only with `set`.',
  schema: { type: 'string', minLength: 1, examples: ['30789c91-5b39-4780-98f3-a1bd6af2d808'] },
};

export const GOAL_VIEW_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/groups/{id}/goals',
    operation: 'listGroupGoals',
    reads: 'goals',
    summary: 'Goals of a group',
    description: `Which learners of a group have results or signals on which goals, in the order of the school's goal sets. ${NOT_A_VERDICT} ${SIGNALS}`,
    scopes: ['results:read'],
    also: ['goals:read', 'learners:read'],
    identities: 'learners:identities',
    parameters: {
      ...LIST,
      schoolYear: SCHOOL_YEAR,
      from: RECENT,
      until: UNTIL,
      set: SET,
      subject: SUBJECT,
      kerndoelen: KERNDOELEN,
      identities: IDENTITIES,
    },
    id: pseudonym('`id` of a group.'),
    answer: { schema: 'GroupGoalList', description: 'A page of goals.', example: GROUP_GOALS_EXAMPLE, identified: GROUP_GOALS_EXAMPLE },
    handle: goalsOfGroup,
  }),
  endpoint({
    path: '/learners/{id}/goals/{goal}',
    operation: 'getLearnerGoal',
    reads: 'goals',
    summary: 'One learner and one goal',
    description: `Results on the goal, or on goals below it, side by side per source, with what each source says about its figures. ${NOT_A_VERDICT} ${SIGNALS} Identities add the links to the vendors.`,
    scopes: ['results:read'],
    also: ['goals:read'],
    identities: 'learners:identities',
    parameters: { school: LIST.school, from: FROM, until: UNTIL, set: SET_OF_CODE, identities: IDENTITIES },
    id: pseudonym('`id` of a learner.'),
    goal: GOAL,
    answer: { schema: 'LearnerGoal', description: 'What was received.', example: LEARNER_GOAL_EXAMPLE, identified: LEARNER_GOAL_EXAMPLE },
    handle: goalOfLearner,
  }),
  endpoint({
    path: '/goals/{id}/activities',
    operation: 'listGoalActivities',
    summary: 'Activities for a goal',
    description:
      "What the school's own vendors have for the goal, or for goals below it, by name. From the mapping registry and from results that the school received. Nothing is ranked or selected.",
    scopes: ['goals:read'],
    parameters: { school: LIST.school, set: SET_OF_CODE },
    id: GOAL,
    answer: { schema: 'GoalActivityList', description: 'The activities.', example: ACTIVITIES_EXAMPLE },
    handle: activitiesOfGoal,
  }),
];
