import type { WebhookMessage } from '../../../delivery/webhook/webhook-message.js';
import { goalsOf, remove } from '../../webhook-holdings.js';
import { holds, messageIn, mishandles, type ReceiverDefect, refuses } from '../receiver-defect.js';
import { resultsIn } from './results.js';

type Item = WebhookMessage['items'][number];

function withdrawnIn({ items }: WebhookMessage): Extract<Item, { kind: 'withdrawal' }>['withdrawn'][] {
  return items.flatMap((item) => (item.kind === 'withdrawal' ? item.withdrawn : []));
}

function taggedIn({ items }: WebhookMessage): Extract<Item, { kind: 'result.tagged' }>['tagged'][] {
  return items.flatMap((item) => (item.kind === 'result.tagged' ? item.tagged : []));
}

/** It keeps some of what is withdrawn. */
function keeps(
  name: string,
  breaks: string,
  does: string,
  which: (withdrawn: ReturnType<typeof withdrawnIn>[number], held: number) => boolean,
) {
  return holds(name, breaks, does, (holdings, message, { results }) => {
    for (const withdrawn of withdrawnIn(message)) {
      const before = results.find(({ id }) => id === withdrawn.result);
      const isThere = holdings.results.some(({ id }) => id === withdrawn.result);
      if (before !== undefined && !isThere && which(withdrawn, before.revision)) holdings.results.push({ ...before });
    }
  });
}

/** Refuses messages about ids that it does not hold. */
function refusesUnknown(name: string, breaks: string, does: string, idsIn: (message: WebhookMessage) => readonly string[]): ReceiverDefect {
  return mishandles(name, breaks, does, ({ holdings }) => async (request, next) => {
    const message = messageIn(request);
    const unknown = message === undefined ? [] : idsIn(message).filter((id) => !holdings.results.some((held) => held.id === id));
    return unknown.length > 0 ? { status: 422, headers: {}, body: Buffer.alloc(0) } : next(request);
  });
}

/** In withdrawals, erasures, and goals that changed. */
export const WITHDRAWAL_DEFECTS: readonly ReceiverDefect[] = [
  mishandles('withdrawals-refused', 'RECEIVER-60', 'It refuses a withdrawal of what it has.', ({ holdings }) => async (request, next) => {
    const message = messageIn(request);
    const known = message !== undefined && withdrawnIn(message).some(({ result }) => holdings.results.some(({ id }) => id === result));
    return known ? { status: 422, headers: {}, body: Buffer.alloc(0) } : next(request);
  }),
  keeps('withdrawals-ignored', 'RECEIVER-61', 'It says yes to a withdrawal, and keeps the result.', () => true),
  keeps(
    'withdrawal-of-same-revision',
    'RECEIVER-62',
    'It deletes only the very revision that is withdrawn.',
    ({ revision }, held) => revision !== held,
  ),
  holds('withdrawal-of-all', 'RECEIVER-63', 'It deletes a result at any withdrawal, of an earlier revision too.', (holdings, message) => {
    for (const { result, revision } of withdrawnIn(message)) holdings.withdraw(result, revision + 1000);
  }),
  refuses(
    'many-withdrawals-refused',
    'RECEIVER-64',
    'It refuses a message whose first withdrawals are of unknown ids.',
    (message) =>
      withdrawnIn(message).length > 1 && resultsIn(message).length === 0 && withdrawnIn(message).every(({ why }) => why === 'withdrawn'),
  ),
  refuses('erasures-refused', 'RECEIVER-65', 'It knows no withdrawal because of an erasure.', (message) =>
    withdrawnIn(message).some(({ why }) => why === 'erased'),
  ),
  keeps('erasures-ignored', 'RECEIVER-66', 'It keeps results of pupils that were erased.', ({ why }) => why === 'erased'),
  mishandles(
    'unknown-ends-message',
    'RECEIVER-66',
    'It stops at the first id that it does not know.',
    ({ holdings }) =>
      async (request, next) => {
        const message = messageIn(request);
        const before = holdings.results.map((one) => ({ ...one }));
        const answer = await next(request);
        const [first] = message === undefined ? [] : withdrawnIn(message);
        if (first !== undefined && !before.some(({ id }) => id === first.result))
          holdings.results.splice(0, Number.POSITIVE_INFINITY, ...before);
        return answer;
      },
  ),
  holds('mixed-half-read', 'RECEIVER-67', 'It reads the first kind of item of a message only.', (holdings, message) => {
    if (withdrawnIn(message).length > 0) remove(holdings.results, ({ id }) => resultsIn(message).some((result) => result.id === id));
  }),
  mishandles('withdrawn-comes-back', 'RECEIVER-68', 'It forgets that a result was withdrawn.', ({ holdings }) => {
    const gone = new Set<string>();
    return async (request, next) => {
      const message = messageIn(request);
      const answer = await next(request);
      if (message === undefined) return answer;
      for (const { result } of withdrawnIn(message)) gone.add(result);
      for (const { id, revision } of resultsIn(message)) if (gone.has(id)) holdings.results.push({ id, revision });
      return answer;
    };
  }),
  refuses('tags-refused', 'RECEIVER-70', 'It knows no messages about goals.', ({ type }) => type === 'result.tagged'),
  holds('tags-added', 'RECEIVER-71', 'It adds new goals to those that it had.', (holdings, message, { results }) => {
    for (const { result } of taggedIn(message)) {
      const held = holdings.results.find(({ id }) => id === result);
      if (held !== undefined) held.goals = [...new Set([...(results.find(({ id }) => id === result)?.goals ?? []), ...(held.goals ?? [])])];
    }
  }),
  holds('tags-ignored', 'RECEIVER-71', 'It says yes to other goals, and keeps the old ones.', (holdings, message, { results }) => {
    for (const held of holdings.results)
      if (taggedIn(message).some(({ result }) => result === held.id))
        held.goals = [...(results.find(({ id }) => id === held.id)?.goals ?? [])];
  }),
  holds('tags-as-revision', 'RECEIVER-72', 'It takes other goals for another revision.', (holdings, message) => {
    for (const held of holdings.results) if (taggedIn(message).some(({ result }) => result === held.id)) held.revision += 1;
  }),
  holds('tags-as-result', 'RECEIVER-72', 'It takes other goals for another result.', (holdings, message, { results }) => {
    for (const { result, revision } of taggedIn(message))
      if (results.some(({ id }) => id === result)) holdings.results.push({ id: result, revision });
  }),
  refusesUnknown('tags-of-unknown-refused', 'RECEIVER-73', 'It refuses goals of a result that it does not have.', (message) =>
    taggedIn(message).map(({ result }) => result),
  ),
  holds('no-tags-ignored', 'RECEIVER-74', 'It keeps the goals when a result has none any more.', (holdings, message, { results }) => {
    for (const { result, goalLinks } of taggedIn(message)) {
      const held = holdings.results.find(({ id }) => id === result);
      if (held !== undefined && goalLinks.length === 0) held.goals = [...(results.find(({ id }) => id === result)?.goals ?? [])];
    }
  }),
  holds('tags-make-results', 'RECEIVER-75', 'It makes a result of goals for an id that it does not know.', (holdings, message) => {
    for (const { result, revision, goalLinks } of taggedIn(message))
      if (!holdings.results.some(({ id }) => id === result)) holdings.results.push({ id: result, revision, goals: goalsOf(goalLinks) });
  }),
];
