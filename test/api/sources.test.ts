import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { agreement, OTHER_PARTY, PARTY, SCHOOL } from '../store/support/records.js';
import { sourceProfile } from '../support/goals.js';
import { type RestServer, startRest } from './support/rest-server.js';

const AT = '2026-09-01T08:00:00.000Z';
let rest: RestServer;
let token: string;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token({ scopes: ['goals:read'] });
  await rest.store.addAgreements([agreement('with vendor', { school: SCHOOL, party: PARTY })], undefined);
  const { profiles } = rest.store.goals;
  const declare = (said: Parameters<typeof sourceProfile>[0]) => {
    const { version: _, ...profile } = sourceProfile({ party: PARTY, ...said });
    return profiles.declareProfile(profile, AT);
  };
  await declare({ product: 'A', selector: { codes: ['A'] } });
  await declare({
    product: 'A',
    selector: { codes: ['A'] },
    figures: [{ kind: 'score', meaning: 'hoeveel goed was', notMeaning: 'een cijfer' }],
  });
  await declare({ product: 'B', selector: { codes: ['B'] } });
  await declare({ product: 'WEG', selector: { codes: ['W'] } });
  await declare({ product: 'WEG', selector: { codes: ['W'] }, withdrawn: true });
  await declare({ party: OTHER_PARTY, product: 'VREEMD', selector: { codes: ['V'] } });
  await profiles.confirmProfile({ school: SCHOOL, party: PARTY, product: 'A', version: 2, confirmedAt: AT });
  await profiles.confirmProfile({ school: SCHOOL, party: PARTY, product: 'B', version: 1, confirmedAt: AT });
  await declare({ product: 'B', selector: { codes: ['B', 'B-2'] } });
});
afterAll(async () => {
  await rest.stop();
  expect(rest.errors).toEqual([]);
});

test('/sources has what the vendors of the school declare now, with what the school confirmed of it', async () => {
  const { status, json } = await rest.ask('/sources', token);
  expect(status).toBe(200);
  expect(json.items).toMatchObject([
    { product: 'A', version: '2', figures: [{ meaning: 'hoeveel goed was', notMeaning: 'een cijfer' }], confirmedAt: AT },
    { product: 'B', version: '2', adaptive: 'unknown', declaredAt: AT },
  ]);
  expect(json.items[1]).not.toHaveProperty('confirmedAt');
  expect((await rest.ask(`/sources?party=${OTHER_PARTY}`, token)).json.items).toEqual([]);
  expect((await rest.ask('/sources', await rest.token({ scopes: ['results:read'] }))).status).toBe(403);
});
