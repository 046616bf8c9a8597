import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CLASS_TERMS, DATA_CLASSES, type Terms } from '../../src/privacy/data-class.js';
import { readRegister } from '../../src/register/read-register.js';
import type { Disclosure } from '../../src/store/rights-store.js';
import type { Store } from '../../src/store/store.js';
import { addParties, agreement, exchange, PARTY, party, SCHOOL } from '../store/support/records.js';
import { inlinePlace } from '../store/support/temporary.js';

const TERMS = Object.fromEntries(DATA_CLASSES.map((name) => [name, CLASS_TERMS[name].days])) as Terms;
const DAY = (day: number) => `2026-03-0${day}T09:00:00.000Z`;

let place: Awaited<ReturnType<typeof inlinePlace>>;
let store: Store;

beforeEach(async () => {
  place = await inlinePlace();
  store = await place.open();
  await addParties(store);
  await store.addParty(party('een-las', { role: 'las' }));
  await store.addParty(party('een-lezer', { role: 'client' }));
});
afterEach(async () => {
  await store.close();
  await place.remove();
});

/** Messages by agreement and exchange. */
async function numbers(): Promise<Record<string, object>> {
  const school = (await store.directory()).schools.get(SCHOOL)!;
  const { entries } = await readRegister(store, school, TERMS, new Date('2026-06-01T00:00:00Z'));
  return Object.fromEntries(
    entries.flatMap(({ agreement: id, exchanges }) =>
      exchanges.map(({ kind, direction, messages, unsure, last }) => [
        `${id} ${kind} ${direction}`,
        { messages, ...(unsure === undefined ? {} : { unsure }), ...(last === undefined ? {} : { last }) },
      ]),
    ),
  );
}

function sent(id: string, at: string, more: Partial<Disclosure> = {}): Disclosure {
  const about = { school: SCHOOL, exchange: id, at, receiver: 'een-las', operation: 'result.deliver', agreement: 'las', fields: ['score'] };
  return { ...about, learners: ['p1'], ...more };
}

test('a message counts under the agreement that it went under, whatever the terms of another of the same party say', async () => {
  await store.addAgreements([agreement('old')], undefined);
  await store.endAgreement('old', DAY(9));
  await store.addAgreements([agreement('new')], undefined);
  const moved = { party: PARTY, school: SCHOOL, outcome: 'accepted', operation: 'BrengLeerresultaten' } as const;
  await store.record(exchange('e1', { ...moved, agreement: 'new', receivedAt: DAY(1) }));
  await store.record(exchange('e2', { ...moved, agreement: 'new', receivedAt: DAY(2) }));
  expect(await numbers()).toEqual({
    'old leerresultaten from-party': { messages: 0 },
    'new leerresultaten from-party': { messages: 2, last: DAY(2) },
  });
});

test('a message of which no agreement is on record is told apart, and credited to none', async () => {
  await store.addAgreements([agreement('a')], undefined);
  const moved = { party: PARTY, school: SCHOOL, outcome: 'accepted', operation: 'BrengLeerresultaten' } as const;
  await store.record(exchange('e1', { ...moved, receivedAt: DAY(1) }));
  expect(await numbers()).toEqual({ 'a leerresultaten from-party': { messages: 0 } });
  const school = (await store.directory()).schools.get(SCHOOL)!;
  const { unattributed } = await readRegister(store, school, TERMS, new Date());
  expect(unattributed).toEqual([{ party: PARTY, operation: 'BrengLeerresultaten', messages: 1, last: DAY(1) }]);
});

test('results that went on to an administration count, once per message, and say when it is not sure that they left', async () => {
  await store.addAgreements([agreement('las', { party: 'een-las', exchanges: ['leerlinggegevens', 'leerresultaten'] })], undefined);
  await store.record(
    exchange('e1', {
      party: 'een-las',
      school: SCHOOL,
      outcome: 'accepted',
      operation: 'HaalLeerlinggegevens',
      agreement: 'las',
      receivedAt: DAY(1),
    }),
  );
  await store.rights.disclose([sent('b1', DAY(2)), sent('b1', DAY(3)), sent('b2', DAY(4), { awaited: true })]);
  expect(await numbers()).toEqual({
    'las leerlinggegevens from-party': { messages: 1, last: DAY(1) },
    'las leerresultaten to-party': { messages: 2, unsure: 1, last: DAY(4) },
  });
});

test('what a client read and what it posted count apart, each under its agreement', async () => {
  const of = { party: 'een-lezer', exchanges: ['rest'], profile: 'rest' } as const;
  await store.addAgreements(
    [agreement('both', { ...of, scopes: ['results:read', 'results:write'] }), agreement('idle', { ...of, scopes: ['results:read'] })],
    undefined,
  );
  await store.record(
    exchange('e1', {
      party: 'een-lezer',
      school: SCHOOL,
      outcome: 'accepted',
      operation: 'results.write',
      agreement: 'both',
      receivedAt: DAY(1),
    }),
  );
  const read = { receiver: 'een-lezer', operation: 'listResults', agreement: 'both' };
  await store.rights.disclose([sent('q1', DAY(2), read), sent('q2', DAY(3), read)]);
  expect(await numbers()).toEqual({
    'both rest to-party': { messages: 2, last: DAY(3) },
    'both rest from-party': { messages: 1, last: DAY(1) },
    'idle rest to-party': { messages: 0 },
  });
});
