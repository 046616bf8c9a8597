import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Directory } from '../../src/directory/directory.js';
import type { Delivery } from '../../src/store/store.js';
import { post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat } from '../support/messages.js';
import { ask } from '../support/pupil-questions.js';

const AT = '2026-02-01T00:00:00.000Z';
const SCHOOL = '99XX';

let running: Running;

beforeEach(async () => {
  running = await startTestGateway({ agreement: { exchanges: ['leerresultaten', 'leerlinggegevens'], profile: 'smalle-set' } });
});
afterEach(() => running.stop());

const store = () => running.gateway.store;
const deliver = () => post(running.gateway, message({ afnames: afname('LL-1', resultaat('r-1')) }));

/** Done each time when a message was allowed and its rows were made, before it is stored. Gives how often that was. */
function beforeStoring(meanwhile: (delivery: Delivery) => Promise<unknown>): { times: number } {
  const seen = { times: 0 };
  const commit = store().commit.bind(store());
  store().commit = async (delivery) => {
    seen.times += 1;
    await meanwhile(delivery);
    return commit(delivery);
  };
  return seen;
}

async function stored(): Promise<number> {
  return (await store().results({ school: SCHOOL, limit: 100 })).items.length;
}

async function revoke(): Promise<void> {
  const { credentials } = await store().directory();
  for (const { id, revokedAt } of credentials.all()) if (revokedAt === undefined) await store().revokeCredential(id, AT);
}

test('a key that is revoked after the message was allowed and before it is stored: refused, and nothing is stored', async () => {
  const { credentials } = await store().directory();
  const seen = beforeStoring(revoke);
  const { code, rules } = await deliver();
  expect({ code, rules, times: seen.times }).toEqual({ code: 'Client.AutorisatieOngeldig', rules: ['UWLR-EX-002'], times: 1 });
  expect(await stored()).toBe(0);
  const [record] = (await store().exchanges({ limit: 1 })).items;
  expect(record).toMatchObject({ outcome: 'refused', reason: 'key-revoked', credential: credentials.all()[0]?.id, brief: true });
});

test('so is the same message once more: that it was stored before is not said', async () => {
  expect((await deliver()).status).toBe(200);
  beforeStoring(revoke);
  expect((await deliver()).code).toBe('Client.AutorisatieOngeldig');
});

test('an agreement that ends, a party that goes, and a school that stops meanwhile are refused as the next message is', async () => {
  const [agreement] = (await store().directory()).agreements.all();
  let meanwhile = async (): Promise<void> => undefined;
  beforeStoring(() => meanwhile());
  meanwhile = () => store().pauseSchool(SCHOOL, AT);
  expect((await deliver()).rules).toEqual(['UWLR-EX-013']);
  await store().pauseSchool(SCHOOL, undefined);
  meanwhile = () => store().changeParty('TESTEA', { klantnaam: 'Heet nu anders' });
  expect((await deliver()).rules).toEqual(['UWLR-EX-001']);
  await store().changeParty('TESTEA', { klantnaam: 'Testleverancier' });
  meanwhile = () => store().endAgreement(agreement!.id, AT);
  expect((await deliver()).rules).toEqual(['UWLR-EX-002']);
  expect(await stored()).toBe(0);
});

test('a change that leaves them the right to send it costs one more try', async () => {
  let changes = 1;
  const seen = beforeStoring(async () => {
    if (changes-- > 0) await store().renameSchool(SCHOOL, 'Heet nu anders');
  });
  expect((await deliver()).status).toBe(200);
  expect([seen.times, await stored()]).toEqual([2, 1]);
});

test('fifty schools that come meanwhile, with agreements and keys of the same party, cost it nothing; a key that is revoked then does', async () => {
  const [agreement] = (await store().directory()).agreements.all();
  const [credential] = (await store().directory()).credentials.all();
  const seen = beforeStoring(async () => {
    for (let number = 10; number < 60; number++) {
      const school = `98${number}`;
      await store().addSchool({ id: school, name: school, createdAt: AT });
      const added = { ...credential!, id: `key of ${school}`, hash: `hash of ${school}`, schools: [school] };
      await store().addAgreements([{ ...agreement!, id: `with ${school}`, school }], added);
    }
  });
  expect((await deliver()).status).toBe(200);
  expect([seen.times, await stored()]).toEqual([1, 1]);
  await store().revokeCredential(credential!.id, AT);
  expect((await deliver()).code).toBe('Client.AutorisatieOngeldig');
});

test('what the directory says now holds: a pupil whom nobody knows is refused once the party is bound to the roster', async () => {
  beforeStoring(() => store().changeParty('TESTEA', { knownLearnersOnly: true }));
  expect((await deliver()).rules).toEqual(['UWLR-LR-024']);
  expect(await stored()).toBe(0);
});

test('a directory that never stands still makes a message wait, and not for ever', async () => {
  const seen = beforeStoring(() => store().renameSchool(SCHOOL, 'Heet weer anders'));
  const { code, headers } = await deliver();
  expect([code, headers.has('retry-after'), seen.times]).toEqual(['Server.TijdelijkNietBeschikbaar', true, 10]);
  expect(await stored()).toBe(0);
});

describe('a node that has not heard yet of a change of the directory', () => {
  let old: Directory;

  beforeEach(async () => {
    old = await store().directory();
    const current = store().directoryNow.bind(store());
    store().directory = async () => current()!;
    store().directoryNow = () => old;
  });

  test('refuses a key that was revoked elsewhere, and gives out no pupils for it', async () => {
    expect((await ask(running)).code).toBeUndefined();
    await revoke();
    expect((await deliver()).code).toBe('Client.AutorisatieOngeldig');
    expect((await ask(running)).code).toBe('Client.AutorisatieOngeldig');
    expect(await stored()).toBe(0);
  });

  test('takes a message under a key and an agreement that were made elsewhere', async () => {
    const [agreement] = old.agreements.all();
    const [credential] = old.credentials.all();
    await store().endAgreement(agreement!.id, AT);
    await revoke();
    old = await store().directory();
    expect((await deliver()).code).toBe('Client.AutorisatieOngeldig');
    await store().addAgreements([{ ...agreement!, id: 'another' }], { ...credential!, id: 'another' });
    expect((await deliver()).status).toBe(200);
    expect(await stored()).toBe(1);
  });
});
