import { chooseGoalSets } from '../../../admin/goals/choose-goal-sets.js';
import { findGoals } from '../../../admin/goals/find-goals.js';
import { showGoal, standingOf } from '../../../admin/goals/show-goal.js';
import { supplied } from '../../../core/supplied.js';
import type { IndexedSet } from '../../../goals/goal-index.js';
import { type Endpoint, endpoint } from '../../http/endpoint.js';
import { GOAL_EXAMPLE, GOAL_LIST_EXAMPLE, SET_EXAMPLE } from '../../shapes/goals/goal-examples.js';
import { code } from '../../shapes/parameters/parameter.js';
import { LIST } from '../../shapes/parameters/parameters.js';
import type { PathId } from '../../shapes/parameters/path-id.js';

const SET = code('Only goals of this set: its id for the newest version, `ID@VERSION`, or its URI.', 'slo-kerndoelen-2006-po-rekenen', 400);
const CHOSEN = code('Sets as `ID`, for the newest version, or `ID@VERSION`, with commas between them.', 'voorbeeld-rekenen-meten@1', 4_000);
const TERM_OF = code(
  'The set that `{id}` is a term of, by URI. Needed when `{id}` is a code.',
  'https://doelen.voorbeeld/sets/rekenen-meten/1',
  400,
);
const TYPE = code("Only goals of this type, in the set's own words.", 'doel');
const CODE = code('Only goals with this code.', 'RW.1.067', 400);
const TEXT = code('Only goals with this text in their title or code, in any case.', 'klok');
const UNDER = code(
  'Only goals below this one, over relations that a set asserts. Written in any way.',
  'd4b16fc2-8c8a-46ae-956c-d5cdfc6ff03d',
  1024,
);

const ID: PathId = {
  description: 'A goal in any way of writing: a UUID, `bk:` and a UUID, or a URI (percent-encoded). A code only with `set`.',
  schema: { type: 'string', minLength: 1, examples: ['30789c91-5b39-4780-98f3-a1bd6af2d808', 'RW.1.067'] },
};

export const GOAL_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/goal-sets',
    operation: 'listGoalSets',
    summary: 'Goal sets of the school',
    description:
      'Every version of a set of goals that the school may use. First those that it works with, in its own order, and then the others, in order of import.',
    scopes: ['goals:read'],
    parameters: { school: LIST.school },
    answer: { schema: 'GoalSetList', description: 'The sets.', example: { items: [SET_EXAMPLE] } },
    handle: async ({ reads, school }) => {
      const index = await reads.goalIndex();
      const inUse = index.setsOf(school);
      const others = index.allSets({ school }).filter((set) => !inUse.includes(set));
      return { body: { items: [...inUse.map((set) => listed(set, true)), ...others.map((set) => listed(set, false))] } };
    },
  }),
  endpoint({
    path: '/goal-sets/choose',
    method: 'post',
    operation: 'chooseGoalSets',
    summary: 'Choose the goal sets of the school',
    description:
      'From now on the school works with these sets; the first one is shown first. Without `sets`: with the newest version of every set that it may use, as before it chose. Results keep their links to goals of other sets. A set that the school may not use is answered with 404, and nothing changes.',
    scopes: ['goals:choose'],
    parameters: { school: LIST.school, sets: CHOSEN },
    body: { sets: 'voorbeeld-rekenen-meten@1' },
    answer: { schema: 'GoalSetList', description: 'The sets that the school works with from now on.', example: { items: [SET_EXAMPLE] } },
    handle: async ({ actions, school, query: { sets } }) => {
      const names = sets === undefined ? [] : sets.split(',').map((name) => name.trim());
      return { body: { items: (await chooseGoalSets(actions, school, names)).map((set) => listed(set, true)) } };
    },
  }),
  endpoint({
    path: '/goals',
    operation: 'listGoals',
    summary: 'Learning goals',
    description:
      'Goals of the sets that the school works with, or of one set, in the order of the sets and of their files. `sets` gives the publication status and legal status of each set on the page. A goal that two sets have is listed in both.',
    scopes: ['goals:read'],
    parameters: { ...LIST, set: SET, type: TYPE, code: CODE, text: TEXT, under: UNDER },
    answer: { schema: 'GoalList', description: 'A page of goals.', example: GOAL_LIST_EXAMPLE },
    handle: async ({ reads, school, query: { school: _, ...query } }) => {
      const { next, ...body } = findGoals(await reads.goalIndex(), { ...query, school });
      return { body, ...supplied({ next }) };
    },
  }),
  endpoint({
    path: '/goals/{id}',
    operation: 'getGoal',
    summary: 'One learning goal',
    description:
      'A goal with its levels, what it hangs under and what hangs under it, its successors, and the kerndoelen that it contributes to. Each relation names who asserts it; none is derived. A goal may contribute to several kerndoelen, so they must not be counted together.',
    scopes: ['goals:read'],
    parameters: { school: LIST.school, set: TERM_OF },
    id: ID,
    answer: { schema: 'Goal', description: 'The goal.', example: GOAL_EXAMPLE },
    handle: async ({ reads, school, id, query: { set } }) => {
      const goal = await showGoal(reads, { written: id, school, ...supplied({ set }) });
      return goal && { body: goal };
    },
  }),
];

/** A set as a school sees it. */
function listed(set: IndexedSet, inUse: boolean): object {
  return { ...standingOf(set), ownOfSchool: set.school !== undefined, inUse };
}
