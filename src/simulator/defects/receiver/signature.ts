import { Webhook } from 'standardwebhooks';
import { textOf, type WholeRequest } from '../../http/whole-message.js';
import { missends } from '../handled-defect.js';
import { holds, mishandles, type ReceiverDefect, refuses, trusts } from '../receiver-defect.js';

const FIVE_MINUTES = 300;
const MINUTE = 60;

/** Seconds by which the timestamp is ahead of now; behind when negative. */
function ahead({ headers }: WholeRequest): number {
  return Number(headers['webhook-timestamp'] ?? Number.NaN) - Date.now() / 1000;
}

function signatures({ headers }: WholeRequest): string[] {
  return (headers['webhook-signature'] ?? '').split(' ');
}

/** Whether it is signed right over the body, with this id and moment instead of those in its headers. */
function isSignedOver(request: WholeRequest, secret: string, over: { readonly id?: string; readonly at?: number } = {}): boolean {
  const id = over.id ?? request.headers['webhook-id'] ?? '';
  const at = over.at ?? Number(request.headers['webhook-timestamp']);
  return signatures(request).includes(new Webhook(secret).sign(id, new Date(at * 1000), textOf(request) ?? ''));
}

/** In how a receiver proves that a message is ours. */
export const SIGNATURE_DEFECTS: readonly ReceiverDefect[] = [
  trusts(
    'unsigned-accepted',
    'RECEIVER-10',
    'It takes messages that have no signature.',
    ({ headers }) => headers['webhook-signature'] === undefined,
  ),
  trusts('any-signature', 'RECEIVER-11', 'It takes any signature of the right form.', (request) =>
    /^v1,[\w+/]+=*$/.test(signatures(request)[0] ?? ''),
  ),
  trusts('body-unsigned', 'RECEIVER-12', 'It does not look at the body when it checks a signature.', (request) =>
    /^v1,[\w+/]{43}=$/.test(signatures(request)[0] ?? ''),
  ),
  trusts('id-unsigned', 'RECEIVER-13', 'It does not look at the id when it checks a signature.', (request, secret) =>
    isSignedOver(request, secret, { id: '01a20329-6f6a-779a-8373-8de8991ea30a' }),
  ),
  trusts('timestamp-unsigned', 'RECEIVER-14', 'It takes a signature of some minutes before the timestamp.', (request, secret) =>
    [-1, 0, 1].some((off) => isSignedOver(request, secret, { at: Number(request.headers['webhook-timestamp']) - 2 * MINUTE + off })),
  ),
  trusts(
    'old-accepted',
    'RECEIVER-15',
    'It takes messages however old they are.',
    (request, secret) => ahead(request) < -FIVE_MINUTES && isSignedOver(request, secret),
  ),
  trusts(
    'future-accepted',
    'RECEIVER-16',
    'It takes messages from the future.',
    (request, secret) => ahead(request) > FIVE_MINUTES && isSignedOver(request, secret),
  ),
  refuses(
    'first-signature-only',
    'RECEIVER-17',
    'It looks at the first signature only, and expects one.',
    (_, request) => signatures(request).length > 1 && !signatures(request)[0]?.startsWith('v1a'),
    401,
  ),
  missends('forgery-as-bad-request', 'RECEIVER-18', 'It refuses a wrong signature with 400.', (answer) =>
    answer.status === 401 ? { ...answer, status: 400 } : answer,
  ),
  missends('forgery-as-server-error', 'RECEIVER-18', 'It breaks on a wrong signature.', (answer) =>
    answer.status === 401 ? { ...answer, status: 500 } : answer,
  ),
  refuses(
    'signature-over-own-json',
    'RECEIVER-19',
    'It checks the signature over the JSON as it would write it.',
    (message, request) => textOf(request) !== JSON.stringify(message),
    401,
  ),
  refuses(
    'no-clock-difference',
    'RECEIVER-20',
    'It allows a minute of difference between clocks.',
    (_, request) => Math.abs(ahead(request)) > MINUTE,
    401,
  ),
  refuses(
    'unknown-signature-refused',
    'RECEIVER-21',
    'It refuses a message with a signature of an unknown version.',
    (_, request) => signatures(request).some((one) => !one.startsWith('v1,')),
    401,
  ),
  trusts('unreadable-accepted', 'RECEIVER-22', 'It takes a message whose signature it cannot read.', (request) =>
    signatures(request).some((one) => one.includes('%')),
  ),
  mishandles(
    'keeps-before-checking',
    'RECEIVER-23',
    'It keeps a message before it checks the signature.',
    ({ holdings }) =>
      async (request, next) => {
        const items = request.method === 'POST' ? ((JSON.parse(textOf(request) ?? '{}') as { items?: [] }).items ?? []) : [];
        const answer = await next(request);
        holdings.take(items);
        return answer;
      },
  ),
  holds('unsigned-kept', 'RECEIVER-46', 'It says yes, and keeps nothing.', (holdings) => {
    holdings.results.length = 0;
  }),
];
