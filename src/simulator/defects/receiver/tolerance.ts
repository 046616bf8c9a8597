import type { WebhookMessage } from '../../../delivery/webhook/webhook-message.js';
import { holds, type ReceiverDefect, refuses } from '../receiver-defect.js';
import { resultsIn } from './results.js';

const TYPES = ['results.stored', 'result.tagged', 'signal.raised', 'signal.superseded', 'signal.withdrawn'];
const FIELDS = ['type', 'batch', 'school', 'items'];
const KINDS = ['result', 'withdrawal', ...TYPES.slice(1)];
const MIDDLING = 512 * 1024;

/** In what may be new, large or slow. */
export const TOLERANCE_DEFECTS: readonly ReceiverDefect[] = [
  refuses(
    'unknown-type-refused',
    'RECEIVER-90',
    'It refuses a type of message that it does not know.',
    ({ type }) => !TYPES.includes(type),
  ),
  refuses('unknown-field-refused', 'RECEIVER-91', 'It refuses a field that it does not know.', (message) =>
    Object.keys(message).some((name) => !FIELDS.includes(name)),
  ),
  refuses(
    'unknown-kind-refused',
    'RECEIVER-92',
    'It refuses a kind of item that it does not know.',
    ({ type, items }) => TYPES.includes(type) && items.some(({ kind }) => !KINDS.includes(kind)),
  ),
  holds('unknown-kind-ends-message', 'RECEIVER-92', 'It stops at a kind of item that it does not know.', (holdings, message) => {
    if (message.items.some(({ kind }) => !KINDS.includes(kind))) holdings.results.splice(-resultsIn(message).length);
  }),
  refuses('unknown-figure-refused', 'RECEIVER-93', 'It refuses a kind of figure that it does not know.', (message) =>
    resultsIn(message).some(({ values }) => values.some(({ kind }) => (kind as string) === 'numberSkipped')),
  ),
  refuses('hundred-items', 'RECEIVER-95', 'It takes at most a hundred items.', ({ items }: WebhookMessage) => items.length > 100, 413),
  holds('first-hundred-items', 'RECEIVER-96', 'It says yes to all items, and keeps the first hundred.', (holdings, message) => {
    const results = resultsIn(message);
    if (results.length > 100) holdings.results.splice(-(results.length - 100));
  }),
  refuses('half-a-mebibyte', 'RECEIVER-97', 'It takes at most half a mebibyte.', (_, { body }) => body.length > MIDDLING, 413),
];
