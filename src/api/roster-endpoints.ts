import { type Endpoint, endpoint } from './endpoint.js';
import { listMemberships } from './memberships.js';
import { GROUP_EVER, LIST, MEMBER, MEMBER_KIND, SCHOOL_YEAR } from './parameters.js';
import { MEMBERSHIP, ROSTER, rosterListOf } from './roster-examples.js';
import { shownRosters } from './roster-heads.js';

export const ROSTER_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/rosters',
    operation: 'listRosters',
    summary: 'School years of which there are pupil data',
    description: 'Newest first: how current the pupil data of each school year are, where they came from, and how many of each there are.',
    scopes: ['learners:read', 'groups:read', 'teachers:read'],
    parameters: {},
    answer: { schema: 'RosterList', description: 'The rosters.', example: { items: [ROSTER] } },
    handle: async (call) => ({ body: { items: await shownRosters(call) } }),
  }),
  endpoint({
    path: '/memberships',
    operation: 'listMemberships',
    reads: 'memberships',
    summary: 'Who is or was in which group',
    description:
      'The memberships of a school year, those that ended too: from `since` on, and up to `until` when they ended. Instants are those at which the gateway heard it. Shown are learners to tokens with `learners:read`, teachers to tokens with `teachers:read`.',
    scopes: ['learners:read', 'teachers:read'],
    parameters: { ...LIST, schoolYear: SCHOOL_YEAR, group: GROUP_EVER, member: MEMBER, memberKind: MEMBER_KIND },
    answer: { schema: 'MembershipList', description: 'A page of memberships.', example: rosterListOf(MEMBERSHIP) },
    handle: listMemberships,
  }),
];
