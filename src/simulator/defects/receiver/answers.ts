import { missends } from '../handled-defect.js';
import { messageIn, mishandles, type ReceiverDefect, refuses } from '../receiver-defect.js';

const PAGE = { headers: { 'content-type': 'text/html' }, body: Buffer.from('<!doctype html><title>Inloggen</title>') };

/** In what a receiver answers. */
export const ANSWER_DEFECTS: readonly ReceiverDefect[] = [
  refuses('always-server-error', 'RECEIVER-01', 'It answers 500 to every message.', () => true, 500),
  missends('informational-refusal', 'RECEIVER-01', 'It answers 422 to every message that it took in.', (answer) => ({
    ...answer,
    status: 422,
  })),
  mishandles('redirects', 'RECEIVER-02', 'It redirects to an address with a slash.', () => async (request, next) => {
    if (request.method !== 'POST') return next(request);
    return { status: 308, headers: { location: `${request.path}/` }, body: Buffer.alloc(0) };
  }),
  refuses('not-found', 'RECEIVER-02', 'It answers 404, as at a wrong path.', () => true, 404),
  refuses('only-get', 'RECEIVER-02', 'It takes no POST.', () => true, 405),
  missends('result-page', 'RECEIVER-03', 'It answers every result that it took in with a page for people.', (answer, request) =>
    messageIn(request)?.items.some(({ kind }) => kind === 'result') ? { ...answer, ...PAGE, status: 200 } : answer,
  ),
  missends('garbage-as-server-error', 'RECEIVER-08', 'It breaks on text that is no JSON.', (answer, request) =>
    messageIn(request) === undefined ? { ...answer, status: 500 } : answer,
  ),
  mishandles('garbage-confirmed', 'RECEIVER-08', 'It says yes to text that is no JSON.', () => async (request, next) => {
    if (messageIn(request) !== undefined || request.method !== 'POST') return next(request);
    return { status: 204, headers: {}, body: Buffer.alloc(0) };
  }),
  mishandles(
    'hangs-on-many',
    'RECEIVER-05',
    'It gives no answer to a message of more than 100 items.',
    () => async (request, next) => ((messageIn(request)?.items.length ?? 0) > 100 ? 'hang-up' : next(request)),
  ),
];
