import { type Endpoint, endpoint } from '../http/endpoint.js';
import { GROUP_EVER, LIST, MEMBER, MEMBER_KIND, SCHOOL_YEAR } from '../shapes/parameters/parameters.js';
import { MEMBERSHIP, ROSTER, rosterListOf } from '../shapes/roster-examples.js';
import { listMemberships } from './memberships.js';
import { shownRosters } from './roster-heads.js';

export const ROSTER_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/rosters',
    operation: 'listRosters',
    summary: 'School years with pupil data',
    description: 'Newest first: for each school year the age, source and counts of the pupil data.',
    scopes: ['learners:read', 'groups:read', 'teachers:read'],
    parameters: {},
    answer: { schema: 'RosterList', description: 'The rosters.', example: { items: [ROSTER] } },
    handle: async (call) => ({ body: { items: await shownRosters(call) } }),
  }),
  endpoint({
    path: '/memberships',
    operation: 'listMemberships',
    reads: 'memberships',
    summary: 'Group memberships',
    description:
      'The memberships of a school year, including those that have ended: from `since`, and up to `until` when ended. Instants are those at which the gateway received the change. Tokens with `learners:read` see learners; tokens with `teachers:read` see teachers.',
    scopes: ['learners:read', 'teachers:read'],
    parameters: { ...LIST, schoolYear: SCHOOL_YEAR, group: GROUP_EVER, member: MEMBER, memberKind: MEMBER_KIND },
    answer: { schema: 'MembershipList', description: 'A page of memberships.', example: rosterListOf(MEMBERSHIP) },
    handle: listMemberships,
  }),
];
