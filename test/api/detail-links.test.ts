import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findLearner } from '../../src/rights/find-learner.js';
import { OTHER_SCHOOL, SCHOOL } from '../store/support/records.js';
import { DETAIL_URL, linkOf, plantDetailUrl } from './support/detail-link.js';
import { type RestServer, startRest } from './support/rest-server.js';
import { keyOf } from './support/roster-data.js';
import { resultSeen } from './support/seen.js';

let rest: RestServer;
let client: string;
let schoolToken: string;

beforeAll(async () => {
  rest = await startRest({ publicUrl: 'https://gateway.voorbeeld' });
  client = await rest.token();
  schoolToken = await rest.token({ role: 'school', scopes: [] });
  await plantDetailUrl(rest, 'r1');
});
afterAll(async () => {
  await rest.stop();
  expect(rest.errors).toEqual([]);
});

/** The link that somebody gets for a result. */
async function linkFor(token: string, name: string, receiver = 'dashboard'): Promise<string> {
  return (await rest.ask(`/results/${await resultSeen(rest, name, SCHOOL, receiver)}`, token)).json.detailUrl;
}

const pathOf = (link: string) => link.replace('https://gateway.voorbeeld/api/v1', '');
/** As a browser asks, which is not sent on here. */
const asBrowser: RequestInit = { headers: { accept: 'text/html,*/*;q=0.8' }, redirect: 'manual' };

describe('the link to details that a pseudonymous receiver gets', () => {
  test('is one of the gateway, the same each time, and another one for every receiver', async () => {
    const other = await rest.token({ client: 'ander-dashboard' });
    const links = [await linkFor(client, 'r1'), await linkFor(client, 'r1'), await linkFor(other, 'r1', 'ander-dashboard')];
    for (const link of links) expect(link).toMatch(/^https:\/\/gateway\.voorbeeld\/api\/v1\/links\/[\w-]{59}$/);
    expect(links[1]).toBe(links[0]);
    expect(links[2]).not.toBe(links[0]);
    expect((await rest.ask(`/results?identities=true`, client)).json.items[0].detailUrl).toBe(DETAIL_URL);
  });

  test('leads somebody of the school to the page of the vendor: a browser at once, a program by its address', async () => {
    const path = pathOf(await linkFor(client, 'r1'));
    expect((await rest.ask(path, schoolToken)).json).toEqual({ url: DETAIL_URL });
    const supervisor = await rest.token({ role: 'supervisor', scopes: [] });
    const { status, headers } = await rest.ask(path, supervisor, asBrowser);
    expect([status, headers.get('location')]).toEqual([303, DETAIL_URL]);
    expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer']);
  });

  test('leads nobody else anywhere', async () => {
    const path = pathOf(await linkFor(client, 'r1'));
    const others: readonly (readonly [string | undefined, number])[] = [
      [undefined, 401],
      [client, 403],
      [await rest.token({ role: 'operator', school: undefined as never, scopes: [] }), 403],
      [await rest.token({ role: 'administrator', scopes: [] }), 403],
      [await rest.token({ role: 'school', school: OTHER_SCHOOL, scopes: [] }), 404],
    ];
    for (const [token, expected] of others) {
      const { status, text, headers } = await rest.ask(path, token, asBrowser);
      expect([status, text.includes('uitslag'), headers.get('location')]).toEqual([expected, false, null]);
    }
  });

  test('does not open when a letter of it is another one, nor for a result without a page', async () => {
    const link = await linkOf(rest, 'r1');
    const forged = [
      `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`,
      `A${link.slice(1)}`,
      link.slice(1),
      'x',
      await linkOf(rest, 'nergens'),
    ];
    for (const one of forged) expect([one, (await rest.ask(`/links/${one}`, schoolToken)).status]).toEqual([one, 404]);
  });

  test('is closed while the pupil is restricted', async () => {
    const key = await keyOf(rest);
    await plantDetailUrl(rest, 'r2', { learner: key.alias('leerlingid', 'verzonnen-0002') });
    const found = await findLearner(rest.store, SCHOOL, key, { by: 'leerlingid', leerlingid: 'verzonnen-0002' });
    if (found.kind !== 'found') throw new Error('nobody was found');
    const path = `/links/${await linkOf(rest, 'r2')}`;
    const statuses: number[] = [];
    for (const on of [false, true, false]) {
      await rest.store.rights.restrict(SCHOOL, found.person, '2026-10-01T08:00:00.000Z', on);
      statuses.push((await rest.ask(path, schoolToken)).status);
    }
    expect(statuses).toEqual([200, 404, 200]);
  });

  test('is on record each time that it is followed, with who did', async () => {
    await rest.ask(`/links/${await linkOf(rest, 'r1')}`, schoolToken);
    const { items } = await rest.store.audit({ school: SCHOOL, operation: 'links.read', limit: 10 } as never);
    expect(items.at(0)).toMatchObject({ actor: 'role:school/dashboard', operation: 'links.read', school: SCHOOL, counts: { links: 1 } });
    expect(JSON.stringify(items)).not.toContain('uitslag');
  });
});
