import { type Endpoint, endpoint } from '../http/endpoint.js';
import { IDENTITIES, LIST, SCHOOL_YEAR } from '../shapes/parameters/parameters.js';
import { pseudonym } from '../shapes/parameters/path-id.js';
import * as examples from '../shapes/roster-examples.js';
import { GROUPS, LEARNERS } from '../shapes/roster-views.js';
import { listMembers, listRoster, oneOfRoster } from './roster-answers.js';
import { rosterState, schoolYearOf } from './roster-moment.js';

const ID = pseudonym('`id` of a group.');

export const GROUP_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/groups',
    operation: 'listGroups',
    summary: 'Groups of the school',
    description:
      'The groups of a school year, in order of id, with the names that the school gave them. Identities add the key of the group in the school administration.',
    scopes: ['groups:read'],
    identities: 'learners:identities',
    parameters: { ...LIST, schoolYear: SCHOOL_YEAR, identities: IDENTITIES },
    answer: {
      schema: 'GroupList',
      description: 'A page of groups.',
      example: examples.rosterListOf(examples.PSEUDONYMOUS_GROUP),
      identified: examples.rosterListOf(examples.IDENTIFIED_GROUP),
    },
    state: rosterState,
    handle: (call) => listRoster(GROUPS, call),
  }),
  endpoint({
    path: '/groups/{id}',
    operation: 'getGroup',
    summary: 'One group',
    description: 'A group of a school year.',
    scopes: ['groups:read'],
    identities: 'learners:identities',
    parameters: { schoolYear: SCHOOL_YEAR, identities: IDENTITIES },
    id: ID,
    answer: {
      schema: 'ShownGroup',
      description: 'The group.',
      example: examples.PSEUDONYMOUS_GROUP,
      identified: examples.IDENTIFIED_GROUP,
    },
    state: rosterState,
    handle: (call) => oneOfRoster(GROUPS, call),
  }),
  endpoint({
    path: '/groups/{id}/learners',
    operation: 'listGroupLearners',
    reads: 'learners',
    summary: 'Learners of one group',
    description: 'The current members of a group. The same as `/learners` with `group`, except that an unknown group gives 404.',
    scopes: ['learners:read'],
    identities: 'learners:identities',
    parameters: { ...LIST, schoolYear: SCHOOL_YEAR, identities: IDENTITIES },
    id: ID,
    answer: {
      schema: 'LearnerList',
      description: 'A page of learners.',
      example: examples.rosterListOf(examples.PSEUDONYMOUS_LEARNER),
      identified: examples.rosterListOf(examples.IDENTIFIED_LEARNER),
    },
    state: rosterState,
    handle: async (call) => {
      const group = await (await call.names()).find('group', call.id);
      if (group === undefined) return undefined;
      const row = await call.reads.rosterRow(call.school, schoolYearOf(call), 'group', group);
      return row && listMembers(LEARNERS, call, group);
    },
  }),
];
