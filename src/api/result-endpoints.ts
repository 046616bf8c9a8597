import { type Endpoint, endpoint } from './endpoint.js';
import { RESULT_EXAMPLE } from './examples.js';
import { pageAnswer } from './page-answer.js';
import { LEARNER, LIST, PARTY, SINCE } from './parameters.js';
import { uuid } from './path-id.js';

const ID = uuid('`id` of a result: the same over its revisions.');

export const RESULT_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/results',
    operation: 'listResults',
    reads: 'results',
    summary: 'Results of the school',
    description:
      'The current revision of each result, in the order in which they were stored. A result that is sent again gets a new revision, which takes its place at the end. Figures are what the source sent, as text; they are never put together.',
    scopes: ['results:read'],
    parameters: { ...LIST, learner: LEARNER, party: PARTY, since: SINCE },
    answer: { schema: 'ResultList', description: 'A page of results.', example: { items: [RESULT_EXAMPLE] } },
    handle: async ({ store, school, query }) => pageAnswer(await store.results({ ...query, school })),
  }),
  endpoint({
    path: '/results/{id}',
    operation: 'getResult',
    reads: 'results',
    summary: 'One result',
    description: 'The current revision of a result.',
    scopes: ['results:read'],
    parameters: {},
    id: ID,
    answer: { schema: 'Result', description: 'The result.', example: RESULT_EXAMPLE },
    handle: async ({ store, school, id }) => {
      const current = (await store.revisions(school, id)).at(-1);
      return current && { body: current };
    },
  }),
  endpoint({
    path: '/results/{id}/revisions',
    operation: 'listResultRevisions',
    reads: 'results',
    summary: 'Every revision of one result',
    description: 'The revisions of a result, oldest first.',
    scopes: ['results:read'],
    parameters: {},
    id: ID,
    answer: { schema: 'RevisionList', description: 'The revisions.', example: { items: [RESULT_EXAMPLE] } },
    handle: async ({ store, school, id }) => {
      const items = await store.revisions(school, id);
      return items.length === 0 ? undefined : { body: { items } };
    },
  }),
];
