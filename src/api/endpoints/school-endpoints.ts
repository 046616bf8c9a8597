import type { School } from '../../directory/directory.js';
import { parseSchoolId } from '../../model/school-id.js';
import { type ActingCall, type Answer, type Endpoint, endpoint } from '../http/endpoint.js';
import { PAUSED_EXAMPLE, SCHOOL_EXAMPLE } from '../shapes/directory-examples.js';
import { listedSchool } from '../shapes/directory-views.js';
import { LIST } from '../shapes/parameters/parameters.js';
import type { PathId } from '../shapes/parameters/path-id.js';
import { directoryState } from './directory-state.js';

const ID: PathId = { description: '`id` of a school.', schema: { type: 'string', minLength: 1, examples: ['99AB', '99AB-01'] } };

export const SCHOOL_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/schools',
    operation: 'listSchools',
    summary: 'Schools of this gateway',
    description: 'Every school, or only that of the token.',
    scopes: ['schools:read'],
    across: true,
    parameters: { school: LIST.school },
    answer: { schema: 'SchoolList', description: 'The schools.', example: { items: [SCHOOL_EXAMPLE] } },
    state: directoryState,
    handle: async ({ reads, school }) => {
      const { schools } = await reads.directory();
      const own = schools.get(school);
      return { body: { items: (school === '' ? [...schools.values()] : own === undefined ? [] : [own]).map(listedSchool) } };
    },
  }),
  endpoint({
    path: '/schools/{id}',
    operation: 'getSchool',
    summary: 'One school',
    description: 'A school of this gateway.',
    scopes: ['schools:read'],
    across: true,
    parameters: {},
    id: ID,
    answer: { schema: 'School', description: 'The school.', example: SCHOOL_EXAMPLE },
    state: directoryState,
    handle: async ({ reads, school, id }) => {
      const named = parseSchoolId(id) ?? id;
      const found = school === '' || named === school ? (await reads.directory()).schools.get(named) : undefined;
      return found && { body: listedSchool(found) };
    },
  }),
  endpoint({
    path: '/schools/{id}/pause',
    method: 'post',
    operation: 'pauseSchool',
    summary: 'Pause a school',
    description:
      'Stops every exchange for this school at once, regardless of agreements. A school that is already paused keeps its original pause time.',
    scopes: ['schools:pause'],
    across: true,
    parameters: {},
    id: ID,
    answer: { schema: 'School', description: 'The school.', example: PAUSED_EXAMPLE },
    handle: (call) => setPaused(call, call.now.toISOString()),
  }),
  endpoint({
    path: '/schools/{id}/resume',
    method: 'post',
    operation: 'resumeSchool',
    summary: 'Resume a school',
    description: 'Ends a pause: the agreements apply again. Nothing changes for a school that is not paused.',
    scopes: ['schools:pause'],
    across: true,
    parameters: {},
    id: ID,
    answer: { schema: 'School', description: 'The school.', example: SCHOOL_EXAMPLE },
    handle: (call) => setPaused(call, undefined),
  }),
];

/** Gives undefined for a school that is not there, or is not for this token: the same to whoever asks. */
async function setPaused({ actions, school, id }: ActingCall<Record<string, never>>, at: string | undefined): Promise<Answer | undefined> {
  const named = parseSchoolId(id) ?? id;
  const found = async (): Promise<School | undefined> => (await actions.directory()).schools.get(named);
  if ((school !== '' && named !== school) || (await found()) === undefined) return undefined;
  await actions.pauseSchool(named, at);
  return { body: listedSchool((await found()) as School) };
}
