import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ListedMessage, listMessages } from '../../src/admin/messages/list-messages.js';
import { openStore } from '../../src/store/open.js';
import type { ExchangeQuery, Store } from '../../src/store/store.js';
import { addTargets, answer, LAS, later, retryAt, settle, store as stored, take } from '../store/support/outbox.js';
import { OTHER_SCHOOL, SCHOOL } from '../store/support/records.js';
import { temporaryDirectory } from '../store/support/temporary.js';

let store: Store;

/** Three messages that came in, and three attempts: one that failed, its repeat, and one for another school. */
beforeEach(async () => {
  store = await openStore({ dataDirectory: await temporaryDirectory(), actor: 'cli:tester', shortLived: true });
  await addTargets(store);
  await stored(store, ['r1', 'r2']);
  await stored(store, ['r3'], ['las'], { school: OTHER_SCHOOL });
  await stored(store, ['r4'], []);
  await settle(store.outbox, await take(store.outbox, { at: later(0) }), retryAt(later(5)));
  await answer(store.outbox, await take(store.outbox, { at: later(2) }), undefined, {}, later(3));
  await answer(store.outbox, await take(store.outbox, { at: later(8) }), undefined, {}, later(9));
});
afterEach(() => store.close());

function nameOf(message: ListedMessage): string {
  if ('exchange' in message) return `in ${message.exchange.school}`;
  const { number, school, outcome, size } = message.sent;
  return `out ${school} attempt ${number}: ${outcome}, ${size}`;
}

const list = async (query: Partial<ExchangeQuery> = {}) => listMessages(store, { limit: 100, ...query });
const names = async (query?: Partial<ExchangeQuery>) => (await list(query)).items.map(nameOf);

const SENT = [`out ${SCHOOL} attempt 2: answered, 2`, `out ${OTHER_SCHOOL} attempt 1: answered, 1`, `out ${SCHOOL} attempt 1: server, 2`];
const RECEIVED = [`in ${SCHOOL}`, `in ${OTHER_SCHOOL}`, `in ${SCHOOL}`];

test('messages that were sent stand among those that came in, newest first', async () => {
  expect(await names()).toEqual([...SENT, ...RECEIVED]);
});

test.each([1, 2, 3, 4, 5, 6])('pages of %i give every message once', async (limit) => {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit, ...(cursor === undefined ? {} : { cursor }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items.map(nameOf));
    cursor = page.next;
  } while (cursor !== undefined);
  expect(found).toEqual([...SENT, ...RECEIVED]);
});

test('a filter holds for both kinds, and an outcome is one of received messages only', async () => {
  expect(await names({ school: OTHER_SCHOOL })).toEqual([SENT[1], RECEIVED[1]]);
  expect(await names({ party: LAS })).toEqual(SENT);
  expect(await names({ since: later(2) })).toEqual(SENT.slice(0, 2));
  expect(await names({ outcome: 'accepted' })).toEqual(RECEIVED);
});

test('a cursor of another list is refused', async () => {
  await expect(list({ cursor: 'x.y' })).rejects.toMatchObject({ code: 'unknown' });
});

test('all attempts at one message are found by its id', async () => {
  const [{ sent } = { sent: undefined }] = (await list({ limit: 1 })).items as readonly { readonly sent?: { readonly batch: string } }[];
  const { items } = await store.outbox.sentMessages({ batch: sent?.batch ?? '', limit: 10 });
  expect(items.map(({ number, target, party }) => [number, target, party])).toEqual([
    [2, 'las', LAS],
    [1, 'las', LAS],
  ]);
});
