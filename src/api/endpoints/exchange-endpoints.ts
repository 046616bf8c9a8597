import { OUTCOMES } from '../../store/exchange-record.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { EXCHANGE_EXAMPLE } from '../shapes/examples.js';
import { exchangeForClient, shownExchange } from '../shapes/exchange-view.js';
import { instant } from '../shapes/parameters/instant.js';
import { oneOf } from '../shapes/parameters/parameter.js';
import { LIST, PARTY } from '../shapes/parameters/parameters.js';
import { uuid } from '../shapes/parameters/path-id.js';
import { pageAnswer } from './page-answer.js';

const SINCE = instant('Only messages that came in, or went out, at or after this instant.', '2026-01-31T08:00:00Z');
const OUTCOME = oneOf('Only messages with this outcome.', OUTCOMES);

export const EXCHANGE_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/exchanges',
    operation: 'listExchanges',
    summary: 'Messages of the school',
    description:
      'The record of each message that was recognised as belonging to this school, newest first: the outcome, the findings, and the fields that were removed before storage. Records never contain values from the message.',
    scopes: ['exchanges:read'],
    across: true,
    parameters: { ...LIST, party: PARTY, outcome: OUTCOME, since: SINCE },
    answer: { schema: 'ExchangeList', description: 'A page of exchanges.', example: { items: [shownExchange(EXCHANGE_EXAMPLE)] } },
    handle: async ({ reads, school, query, scopes }) => pageAnswer(await reads.exchanges({ ...query, ...within(school) }), viewFor(scopes)),
  }),
  endpoint({
    path: '/exchanges/{id}',
    operation: 'getExchange',
    summary: 'One message',
    description: 'The record of one message. The fault sent for a refused message contains the same id.',
    scopes: ['exchanges:read'],
    across: true,
    parameters: {},
    id: uuid('`id` of an exchange.'),
    answer: { schema: 'Exchange', description: 'The exchange.', example: shownExchange(EXCHANGE_EXAMPLE) },
    handle: async ({ reads, school, id, scopes }) => {
      const exchange = await reads.exchange(id);
      return exchange !== undefined && (school === '' || exchange.school === school) ? { body: viewFor(scopes)(exchange) } : undefined;
    },
  }),
];

/** Roles see parties and their keys; a client does not. */
function viewFor(scopes: readonly string[]): typeof shownExchange {
  return scopes.includes('parties:read') ? shownExchange : exchangeForClient;
}

/** Without a school: all exchanges, also those whose school was not recognised. */
function within(school: string): { readonly school?: string } {
  return school === '' ? {} : { school };
}
