import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addClient, agreeOnReading } from '../../src/admin/credentials/agree-on-reading.js';
import type { Token } from '../../src/directory/directory.js';
import { OTHER_SCHOOL, SCHOOL } from '../store/support/records.js';
import { type RestServer, startRest } from './support/rest-server.js';

let rest: RestServer;

beforeAll(async () => {
  rest = await startRest();
});
afterAll(() => rest.stop());

const MADE = '2026-01-01T00:00:00.000Z';
const urn = (name: string) => `urn:uwlr-gateway:problem:${name}`;

let clients = 0;

/** A token of a client of its own, which has agreed on nothing with anybody. */
async function stranger(more: Partial<Token> = {}): Promise<{ readonly client: string; readonly secret: string }> {
  clients += 1;
  const client = `client-${clients}`;
  const secret = `verzonnen-${clients}`;
  const bound = { school: SCHOOL, scopes: ['results:read', 'exchanges:read'], createdAt: MADE };
  await rest.store.addToken({ id: client, client, hash: rest.keyring.hashToken(secret), ...bound, ...more });
  return { client, secret };
}

async function answers(secret: string, path = '/results'): Promise<[number, string | undefined]> {
  const { status, json } = await rest.ask(path, secret);
  return [status, json.type];
}

describe('the token of a client', () => {
  test('opens nothing without an agreement, and everything that both say with one', async () => {
    const { client, secret } = await stranger();
    expect(await answers(secret)).toEqual([403, urn('agreement-missing')]);
    await agreeOnReading(rest.store, { client, school: SCHOOL, scopes: ['results:read', 'groups:read'] }, MADE);
    expect(await answers(secret)).toEqual([200, undefined]);
    expect(await answers(secret, '/exchanges')).toEqual([403, urn('agreement-missing')]);
    expect(await answers(secret, '/groups')).toEqual([403, urn('scope-missing')]);
    await agreeOnReading(rest.store, { client, school: SCHOOL, scopes: ['exchanges:read'] }, MADE);
    expect(await answers(secret, '/exchanges')).toEqual([200, undefined]);
  });

  test('opens nothing from the next request on when the agreement is ended', async () => {
    const { client, secret } = await stranger();
    const made = await agreeOnReading(rest.store, { client, school: SCHOOL, scopes: ['results:read'] }, MADE);
    expect(await answers(secret)).toEqual([200, undefined]);
    await rest.store.endAgreement(made?.id as string, '2026-02-01T00:00:00.000Z');
    expect(await answers(secret)).toEqual([403, urn('agreement-missing')]);
  });

  test.each([
    ['is of another school', { school: OTHER_SCHOOL }, {}],
    ['is over', {}, { until: '2026-09-01T00:00:00.000Z' }],
    ['has yet to begin', {}, { from: '2026-11-01T00:00:00.000Z' }],
    ['is for another exchange', {}, { exchanges: ['leerresultaten'] }],
    ['has no scopes', {}, { scopes: undefined }],
  ] as const)('is not helped by an agreement that %s', async (_, place, more) => {
    const { client, secret } = await stranger();
    await addClient(rest.store, client, MADE);
    const agreement = {
      id: `agreement of ${client}`,
      school: SCHOOL,
      party: client,
      exchanges: ['rest'],
      profile: 'rest',
      scopes: ['results:read'],
      purpose: 'Testen',
      from: MADE,
      infourl: { keep: 'none' },
    } as const;
    const { scopes, ...others } = { ...agreement, ...place, ...more };
    await rest.store.addAgreements([{ ...others, ...(scopes === undefined ? {} : { scopes }) }], undefined);
    expect(await answers(secret)).toEqual([403, urn('agreement-missing')]);
  });

  test('is not helped by the agreement of another client', async () => {
    const [one, other] = [await stranger(), await stranger()];
    await agreeOnReading(rest.store, { client: other.client, school: SCHOOL, scopes: ['results:read'] }, MADE);
    expect(await answers(one.secret)).toEqual([403, urn('agreement-missing')]);
    expect(await answers(other.secret)).toEqual([200, undefined]);
  });

  test('does not show identities that the agreement does not have', async () => {
    const { client, secret } = await stranger({ scopes: ['learners:read', 'learners:identities'] });
    await agreeOnReading(rest.store, { client, school: SCHOOL, scopes: ['learners:read'] }, MADE);
    expect(await answers(secret, '/learners')).toEqual([200, undefined]);
    expect(await answers(secret, '/learners?identities=true')).toEqual([403, urn('agreement-missing')]);
  });

  test('is invalid when its time is over, or when it is revoked', async () => {
    const { client, secret } = await stranger({ until: '2026-09-30T00:00:00.000Z' });
    const later = await stranger({ client, until: '2026-10-02T00:00:00.000Z' });
    await agreeOnReading(rest.store, { client, school: SCHOOL, scopes: ['results:read'] }, MADE);
    expect(await answers(secret)).toEqual([401, urn('token-invalid')]);
    expect(await answers(later.secret)).toEqual([200, undefined]);
    await rest.store.revokeToken(later.client, '2026-02-01T00:00:00.000Z');
    expect(await answers(later.secret)).toEqual([401, urn('token-invalid')]);
  });

  test('of no school opens nothing', async () => {
    const { client, secret } = await stranger();
    await agreeOnReading(rest.store, { client, school: SCHOOL, scopes: ['exchanges:read'] }, MADE);
    const nowhere = 'verzonnen-nergens';
    await rest.store.addToken({
      ...{ id: nowhere, client, hash: rest.keyring.hashToken(nowhere) },
      ...{ scopes: ['exchanges:read'], createdAt: MADE },
    });
    expect(await answers(nowhere, '/exchanges')).toEqual([403, urn('agreement-missing')]);
    expect(await answers(secret, '/exchanges')).toEqual([200, undefined]);
  });
});

describe('agreeing on reading', () => {
  test('makes the client a party once, and no second agreement while one covers it', async () => {
    const reading = { client: 'eenmalig', school: SCHOOL, scopes: ['results:read', 'groups:read'] };
    const first = await agreeOnReading(rest.store, reading, MADE);
    expect(first).toMatchObject({ party: 'eenmalig', exchanges: ['rest'], scopes: reading.scopes });
    for (const covered of [
      reading,
      { ...reading, scopes: ['groups:read'] },
      { ...reading, until: '2027-01-01T00:00:00.000Z' },
      { ...reading, purpose: first?.purpose as string },
    ]) {
      expect(await agreeOnReading(rest.store, covered, MADE)).toBeUndefined();
    }
    const { parties } = await rest.store.directory();
    expect(parties.get('eenmalig')).toMatchObject({ role: 'client', klantnaam: 'eenmalig' });
  });

  test('makes another for more, for longer, for another purpose, and for another school', async () => {
    const reading = { client: 'meermalen', school: SCHOOL, scopes: ['results:read'], until: '2027-01-01T00:00:00.000Z', purpose: 'Een' };
    expect(await agreeOnReading(rest.store, reading, MADE)).toBeDefined();
    for (const more of [
      { ...reading, scopes: ['results:read', 'groups:read'] },
      { ...reading, until: '2028-01-01T00:00:00.000Z' },
      { ...reading, purpose: 'Twee' },
      { ...reading, school: OTHER_SCHOOL },
    ]) {
      expect(await agreeOnReading(rest.store, more, MADE)).toBeDefined();
    }
  });
});
