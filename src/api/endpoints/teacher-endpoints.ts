import { type Endpoint, endpoint } from '../http/endpoint.js';
import { GROUP, IDENTITIES, LIST, SCHOOL_YEAR } from '../shapes/parameters/parameters.js';
import { pseudonym } from '../shapes/parameters/path-id.js';
import { IDENTIFIED_TEACHER, PSEUDONYMOUS_TEACHER, rosterListOf } from '../shapes/roster-examples.js';
import { TEACHERS } from '../shapes/roster-views.js';
import { listRoster, oneOfRoster } from './roster-answers.js';
import { rosterState } from './roster-moment.js';

export const TEACHER_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/teachers',
    operation: 'listTeachers',
    reads: 'teachers',
    summary: 'Teachers of the school',
    description:
      'The members of staff of a school year, in order of id. Without identities: pseudonym, groups, and role codes; roles in free text are omitted.',
    scopes: ['teachers:read'],
    identities: 'teachers:identities',
    parameters: { ...LIST, schoolYear: SCHOOL_YEAR, group: GROUP, identities: IDENTITIES },
    answer: {
      schema: 'TeacherList',
      description: 'A page of teachers.',
      example: rosterListOf(PSEUDONYMOUS_TEACHER),
      identified: rosterListOf(IDENTIFIED_TEACHER),
    },
    state: rosterState,
    handle: (call) => listRoster(TEACHERS, call),
  }),
  endpoint({
    path: '/teachers/{id}',
    operation: 'getTeacher',
    reads: 'teachers',
    summary: 'One teacher',
    description: 'A member of staff of a school year.',
    scopes: ['teachers:read'],
    identities: 'teachers:identities',
    parameters: { schoolYear: SCHOOL_YEAR, identities: IDENTITIES },
    id: pseudonym('`id` of a teacher.'),
    answer: {
      schema: 'ShownTeacher',
      description: 'The teacher.',
      example: PSEUDONYMOUS_TEACHER,
      identified: IDENTIFIED_TEACHER,
    },
    state: rosterState,
    handle: (call) => oneOfRoster(TEACHERS, call),
  }),
];
