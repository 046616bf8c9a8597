import { type Endpoint, endpoint } from '../http/endpoint.js';
import { IDENTIFIED_RESULT, RESULT_EXAMPLE } from '../shapes/examples.js';
import { IDENTITIES, LEARNER, LIST, PARTY, SINCE } from '../shapes/parameters/parameters.js';
import { uuid } from '../shapes/parameters/path-id.js';
import { pageAnswer } from './page-answer.js';
import { listResults, revisionsOf, toldResults } from './result-answers.js';

const ID = uuid('`id` of a result: the same for all its revisions, and different for each client.');
const IDENTIFIED =
  'Identities add the ECK iD, and make `detailUrl` the link of the source. Without them it is a link of the gateway that only somebody signed in for the school can follow.';

export const RESULT_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/results',
    operation: 'listResults',
    reads: 'results',
    summary: 'Results of the school',
    description: `The current revision of each result, in order of storage; results stored in the same minute have an order of their own for each client. A result that is sent again gets a new revision at the end of the list. Figures are text, as the source sent them, and are never combined. Goal links need the scope \`goals:read\`, signals the scope \`signals:read\`: without it their lists are empty. ${IDENTIFIED}`,
    scopes: ['results:read'],
    identities: 'learners:identities',
    parameters: { ...LIST, learner: LEARNER, party: PARTY, since: SINCE, identities: IDENTITIES },
    answer: {
      schema: 'ResultList',
      description: 'A page of results.',
      example: { items: [RESULT_EXAMPLE] },
      identified: { items: [IDENTIFIED_RESULT] },
    },
    handle: listResults,
  }),
  endpoint({
    path: '/results/{id}',
    operation: 'getResult',
    reads: 'results',
    summary: 'One result',
    description: `The current revision of a result. ${IDENTIFIED}`,
    scopes: ['results:read'],
    identities: 'learners:identities',
    parameters: { identities: IDENTITIES },
    id: ID,
    answer: { schema: 'Result', description: 'The result.', example: RESULT_EXAMPLE, identified: IDENTIFIED_RESULT },
    handle: async (call) => {
      const current = (await revisionsOf(call)).slice(-1);
      const [body] = await toldResults(call, current);
      return body && { body };
    },
  }),
  endpoint({
    path: '/results/{id}/revisions',
    operation: 'listResultRevisions',
    reads: 'results',
    summary: 'Every revision of one result',
    description: `The revisions of a result, oldest first. ${IDENTIFIED}`,
    scopes: ['results:read'],
    identities: 'learners:identities',
    parameters: { identities: IDENTITIES },
    id: ID,
    answer: {
      schema: 'RevisionList',
      description: 'The revisions.',
      example: { items: [RESULT_EXAMPLE] },
      identified: { items: [IDENTIFIED_RESULT] },
    },
    handle: async (call) => {
      const items = await revisionsOf(call);
      return items.length === 0 ? undefined : pageAnswer({ items: await toldResults(call, items) });
    },
  }),
];
