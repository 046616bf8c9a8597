import { type Endpoint, endpoint } from '../../http/endpoint.js';
import { GROUP_REPORT_EXAMPLE, LEARNER_REPORT_EXAMPLE } from '../../shapes/goals/report-schemas.js';
import { code } from '../../shapes/parameters/parameter.js';
import { LIST, SCHOOL_YEAR } from '../../shapes/parameters/parameters.js';
import { pseudonym } from '../../shapes/parameters/path-id.js';
import { day, GOAL } from '../../shapes/teaching/parameters.js';
import { groupReport, learnerReport } from './report-answers.js';

const PERIOD = {
  school: LIST.school,
  schoolYear: SCHOOL_YEAR,
  from: day('First day. Default: 1 August of the running school year.'),
  until: day('Last day. Default: today.'),
  set: code('Only goals of the set with this id.', 'voorbeeld-rekenen-meten', 400),
  goal: { ...GOAL, description: 'Only this goal and what hangs under it, in any way of writing it.' },
} as const;
const LIMITS =
  'It does not show how well a learner knows a goal. Figures of different sources stand beside each other and are never combined; numbers are within one source, of results that touch the goal and may also be of other goals.';

export const REPORT_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/learners/{id}/goal-report',
    operation: 'getLearnerGoalReport',
    reads: 'results',
    summary: 'Results of one learner by learning goal and source',
    description: `For a talk with parents, or for the inspectorate. ${LIMITS}`,
    scopes: ['results:read'],
    also: ['goals:read'],
    parameters: PERIOD,
    id: pseudonym('`id` of a learner, or `learner` of a result.'),
    answer: { schema: 'GoalReport', description: 'The report.', example: LEARNER_REPORT_EXAMPLE },
    handle: (call) => learnerReport(call),
  }),
  endpoint({
    path: '/groups/{id}/goal-report',
    operation: 'getGroupGoalReport',
    reads: 'results',
    summary: 'Results of a group by learning goal and source, in numbers',
    description: `Of results on days when the learner was in the group, without any single result. ${LIMITS}`,
    scopes: ['results:read'],
    also: ['goals:read'],
    parameters: PERIOD,
    id: pseudonym('`id` of a group.'),
    answer: { schema: 'GoalReport', description: 'The report.', example: GROUP_REPORT_EXAMPLE },
    handle: (call) => groupReport(call),
  }),
];
