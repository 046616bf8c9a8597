import type { Stretch } from '../../store/store.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { shuffledPage } from '../reads/shuffled-page.js';
import { GROUP, IDENTITIES, LIST, SCHOOL_YEAR } from '../shapes/parameters/parameters.js';
import { pseudonym } from '../shapes/parameters/path-id.js';
import { IDENTIFIED_LEARNER, PSEUDONYMOUS_LEARNER, rosterListOf, UNMATCHED } from '../shapes/roster-examples.js';
import { LEARNERS } from '../shapes/roster-views.js';
import { pageAnswer } from './page-answer.js';
import { listRoster, oneOfRoster } from './roster-answers.js';
import { rosterState } from './roster-moment.js';

export const LEARNER_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/learners',
    operation: 'listLearners',
    reads: 'learners',
    summary: 'Learners of the school',
    description: 'The learners in the roster of a school year, in order of id. Without identities: only pseudonym, year group and groups.',
    scopes: ['learners:read'],
    identities: 'learners:identities',
    parameters: { ...LIST, schoolYear: SCHOOL_YEAR, group: GROUP, identities: IDENTITIES },
    answer: {
      schema: 'LearnerList',
      description: 'A page of learners.',
      example: rosterListOf(PSEUDONYMOUS_LEARNER),
      identified: rosterListOf(IDENTIFIED_LEARNER),
    },
    state: rosterState,
    handle: (call) => listRoster(LEARNERS, call),
  }),
  endpoint({
    path: '/learners/unmatched',
    operation: 'listUnmatchedLearners',
    reads: 'learners',
    summary: 'Learners with results but without a roster entry',
    description:
      'Results are kept even when no learner in a roster matches them, and are linked as soon as one does. Until then their learners are listed here, with pseudonyms and numbers of results.',
    scopes: ['learners:read'],
    parameters: LIST,
    answer: { schema: 'UnmatchedLearnerList', description: 'A page of learners without a roster entry.', example: { items: [UNMATCHED] } },
    handle: async ({ reads, school, query, names: namesOf }) => {
      const names = await namesOf();
      const unmatched = {
        places: (stretch: Stretch) => reads.unmatchedPlaces(school, stretch),
        rowsAt: (places: readonly number[]) => reads.unmatchedAt(school, places),
        rank: (place: number) => names.rank(place),
      };
      return pageAnswer(await shuffledPage(unmatched, query), ({ learner, results }) => {
        return { learner: names.tell('learner', learner), resultCount: results };
      });
    },
  }),
  endpoint({
    path: '/learners/{id}',
    operation: 'getLearner',
    reads: 'learners',
    summary: 'One learner',
    description: 'A learner in the roster of a school year. The id is the same in every school year.',
    scopes: ['learners:read'],
    identities: 'learners:identities',
    parameters: { schoolYear: SCHOOL_YEAR, identities: IDENTITIES },
    id: pseudonym('`id` of a learner.'),
    answer: {
      schema: 'ShownLearner',
      description: 'The learner.',
      example: PSEUDONYMOUS_LEARNER,
      identified: IDENTIFIED_LEARNER,
    },
    state: rosterState,
    handle: (call) => oneOfRoster(LEARNERS, call),
  }),
];
