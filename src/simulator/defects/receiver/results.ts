import type { WebhookMessage } from '../../../delivery/webhook/webhook-message.js';
import { isAnswer, textOf } from '../../http/whole-message.js';
import { remove } from '../../webhook-holdings.js';
import { holds, messageIn, mishandles, type ReceiverDefect, refuses } from '../receiver-defect.js';

type Result = Extract<WebhookMessage['items'][number], { kind: 'result' }>['result'];

export function resultsIn(message: WebhookMessage): Result[] {
  return message.items.flatMap((item) => (item.kind === 'result' ? item.result : []));
}

const has = (which: (result: Result) => boolean) => (message: WebhookMessage) => resultsIn(message).some(which);

/** Refuses what it has seen before; `of` says by what it knows a message again. */
function refusesAgain(name: string, breaks: string, does: string, of: (message: WebhookMessage) => readonly string[]): ReceiverDefect {
  return mishandles(name, breaks, does, () => {
    const known = new Set<string>();
    return async (request, next) => {
      const message = messageIn(request);
      const keys = message === undefined ? [] : of(message);
      if (keys.some((key) => known.has(key))) return { status: 409, headers: {}, body: Buffer.alloc(0) };
      const answer = await next(request);
      if (isAnswer(answer) && answer.status < 300) for (const key of keys) known.add(key);
      return answer;
    };
  });
}

/** In how a receiver takes in results, repeats and corrections. */
export const RESULT_DEFECTS: readonly ReceiverDefect[] = [
  refusesAgain('repeat-refused', 'RECEIVER-30', 'It refuses a message that it has.', ({ batch }) => [batch]),
  holds('repeat-counted', 'RECEIVER-31', 'It counts a message that comes again again.', (holdings, message, { results }) => {
    for (const { id, revision } of resultsIn(message))
      if (results.some((before) => before.id === id && before.revision === revision)) holdings.results.push({ id, revision });
  }),
  mishandles('repeat-compared', 'RECEIVER-32', 'It refuses a known id with other content.', () => {
    const known = new Map<string, string>();
    return async (request, next) => {
      const { batch = '' } = messageIn(request) ?? {};
      const text = textOf(request) ?? '';
      if ((known.get(batch) ?? text) !== text) return { status: 409, headers: {}, body: Buffer.alloc(0) };
      known.set(batch, text);
      return next(request);
    };
  }),
  mishandles('race-counted', 'RECEIVER-33', 'It looks for a known message before it begins, not while it stores.', ({ holdings }) => {
    const busy = new Set<string>();
    return async (request, next) => {
      const message = messageIn(request);
      if (message === undefined) return next(request);
      const isBusy = busy.has(message.batch);
      busy.add(message.batch);
      const answer = await next(request);
      if (isBusy) for (const { id, revision } of resultsIn(message)) holdings.results.push({ id, revision });
      busy.delete(message.batch);
      return answer;
    };
  }),
  refusesAgain('revision-refused', 'RECEIVER-34', 'It refuses a revision that it has.', (message) =>
    resultsIn(message).map(({ id, revision }) => `${id} ${revision}`),
  ),
  holds('revision-counted', 'RECEIVER-35', 'It adds a row for each message, under whatever id.', (holdings, message, { results }) => {
    for (const { id, revision } of resultsIn(message))
      if (results.some((before) => before.id === id)) holdings.results.push({ id, revision });
  }),
  refuses(
    'optional-demanded',
    'RECEIVER-40',
    'It demands the name of the test.',
    has(({ activity }) => activity.name === undefined),
  ),
  refuses(
    'eckid-refused',
    'RECEIVER-41',
    'It refuses a result with an ECK iD.',
    has(({ eckId }) => eckId !== undefined),
  ),
  refuses('latin-only', 'RECEIVER-42', 'It has no room for letters beyond Latin-1.', (message) =>
    JSON.stringify(message)
      .split('')
      .some((letter) => letter > 'ÿ'),
  ),
  refuses(
    'figures-as-numbers',
    'RECEIVER-43',
    'It refuses a figure that is no number.',
    has(({ values }) => values.some(({ value }) => Number.isNaN(Number(value)))),
  ),
  refuses('brin-demanded', 'RECEIVER-44', 'It knows schools with a BRIN only.', ({ school }) => school.startsWith('schoolkey:')),
  mishandles('one-school-at-a-time', 'RECEIVER-45', 'It refuses a message while it works on one of another school.', () => {
    let working: string | undefined;
    return async (request, next) => {
      const { school } = messageIn(request) ?? {};
      if (school !== undefined && working !== undefined && working !== school) return { status: 503, headers: {}, body: Buffer.alloc(0) };
      working = school;
      const answer = await next(request);
      working = undefined;
      return answer;
    };
  }),
  holds('parts-dropped', 'RECEIVER-47', 'It keeps one result per test and pupil.', (holdings, message) => {
    const parts = resultsIn(message).filter(({ activity }) => activity.part !== undefined);
    remove(holdings.results, ({ id }) => parts.some((part) => part.id === id));
  }),
  refuses(
    'history-demanded',
    'RECEIVER-48',
    'It refuses a revision whose predecessor it does not know.',
    has(({ revision }) => revision > 3),
  ),
  refuses(
    'corrections-refused',
    'RECEIVER-50',
    'It refuses a second revision.',
    has(({ revision, supersedes }) => revision === 2 && supersedes !== undefined),
  ),
  holds('first-revision-kept', 'RECEIVER-51', 'It keeps the first revision that came.', (holdings, _, { results }) => {
    for (const held of holdings.results) Object.assign(held, results.find(({ id }) => id === held.id) ?? {});
  }),
  holds('corrections-added', 'RECEIVER-51', 'It keeps a correction beside what it corrects.', (holdings, message, { results }) => {
    for (const { id, revision } of resultsIn(message)) {
      const before = results.find((one) => one.id === id);
      if (before !== undefined && before.revision < revision) holdings.results.push({ ...before });
    }
  }),
  mishandles('late-refused', 'RECEIVER-52', 'It refuses a revision when it has a higher one.', ({ holdings }) => async (request, next) => {
    const message = messageIn(request);
    const late =
      message !== undefined &&
      resultsIn(message).some(({ id, revision }) => holdings.results.some((held) => held.id === id && held.revision > revision));
    return late ? { status: 409, headers: {}, body: Buffer.alloc(0) } : next(request);
  }),
  holds('last-message-wins', 'RECEIVER-53', 'It keeps what came last, whatever its revision.', (holdings, message) => {
    for (const { id, revision } of resultsIn(message)) {
      const held = holdings.results.find((one) => one.id === id);
      if (held !== undefined) held.revision = revision;
    }
  }),
  holds('gaps-awaited', 'RECEIVER-54', 'It keeps a revision back until the one before it has come.', (holdings, message, { results }) => {
    for (const { id, revision } of resultsIn(message)) {
      const before = results.find((one) => one.id === id);
      const held = holdings.results.find((one) => one.id === id);
      if (before !== undefined && held !== undefined && revision > before.revision + 1) held.revision = before.revision;
    }
  }),
];
