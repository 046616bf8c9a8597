import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ENDPOINTS } from '../../src/api/endpoints/endpoints.js';
import { READING_SCOPES } from '../../src/directory/access/scopes.js';
import type { StoredResult } from '../../src/store/store.js';
import { json } from '../cli/support/uwlr.js';
import { notAllowed } from '../support/claims/allowed-claims.js';
import { claimsInSchema } from '../support/claims/claims-in-schema.js';
import { schemaOf } from '../support/claims/schema-of.js';
import { fillRoster, smallSchool } from '../support/fill-roster.js';
import { KEY, PARTY, post, type Running, startTestGateway } from '../support/gateway.js';
import { afname, message, resultaat, TOETSEN } from '../support/messages.js';

const SCHOOL = '99XX';
const CREATED_AT = '2026-01-01T00:00:00.000Z';
const OTHER = 'SPELEA';
/** Four goals of the set in the fixtures: one test of the first vendor is about all of them. */
const GOALS = [
  'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808',
  'https://opendata.slo.nl/curriculum/uuid/9a3a8aaf-5245-48bc-bda4-966dd73edcba',
  'https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-000000000001',
  'https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-000000000002',
];
const MEANINGS = { [PARTY.klantcode]: 'Aantal van tien opgaven goed', [OTHER]: 'Aantal sterren dat de leerling spaarde' };

let running: Running;
let token: string;

beforeAll(async () => {
  running = await startTestGateway({ settings: { delivery: 'off', logLevel: 'error' } });
  const { store, keyring } = running.gateway;
  await json(['goals', 'import', path.resolve('fixtures/goals/voorbeeld-rekenen-meten.json'), '--data', running.directory]);
  await store.addParty({ ...PARTY, klantcode: OTHER, klantnaam: 'Speluitgever' });
  await store.addParty({ ...PARTY, klantcode: 'DASHBOARD', klantnaam: 'Dashboard', role: 'client' });
  const terms = { school: SCHOOL, purpose: 'Testen', from: CREATED_AT, infourl: { keep: 'none' } } as const;
  const key = { id: randomUUID(), party: OTHER, schools: [SCHOOL], hash: keyring.hashCredential(`${KEY}-2`), from: CREATED_AT };
  await store.addAgreements([{ ...terms, id: randomUUID(), party: OTHER, exchanges: ['leerresultaten'], profile: 'resultaten' }], key);
  const reading = { ...terms, party: 'DASHBOARD', exchanges: ['rest'], profile: 'rest', scopes: READING_SCOPES } as const;
  await store.addAgreements([{ ...reading, id: randomUUID() }], undefined);
  token = randomUUID();
  const hash = keyring.hashToken(token);
  await store.addToken({ id: randomUUID(), client: 'DASHBOARD', hash, school: SCHOOL, scopes: READING_SCOPES, createdAt: CREATED_AT });
  for (const [party, meaning] of Object.entries(MEANINGS)) {
    const unknown = { adaptive: 'unknown', targetLevel: 'unknown', durability: 'unknown', signalsFrom: 'unknown' } as const;
    const figures = [{ kind: 'score', meaning, notMeaning: 'Geen beheersing van een doel' }] as const;
    const profile = {
      party,
      product: `product van ${party}`,
      selector: { everythingElse: true },
      origins: [],
      figures,
      context: [],
      ...unknown,
    };
    await store.goals.profiles.declareProfile(profile, CREATED_AT);
  }
  await fillRoster(running.gateway, smallSchool());
  const entries = GOALS.map((goal, at) => `<ingang niveau="${at + 1}">${goal}</ingang>`).join('');
  const toetsen = TOETSEN.replace('<toetsonderdelen>', `<toetshierarchie>${entries}</toetshierarchie><toetsonderdelen>`);
  const one = GOALS[0] as string;
  const ofOther = TOETSEN.replace(
    '<toetsonderdelen>',
    `<toetshierarchie><ingang niveau="1">${one}</ingang></toetshierarchie><toetsonderdelen>`,
  );
  const afnames = afname('L-1', resultaat('r-1', '6'));
  expect((await post(running.gateway, message({ afnames, toetsen }))).code).toBeUndefined();
  const credentials = { klantcode: OTHER, klantnaam: 'Speluitgever', sleutel: `${KEY}-2` };
  expect((await post(running.gateway, message({ afnames, toetsen: ofOther, ...credentials }))).code).toBeUndefined();
});
afterAll(() => running.stop());

async function ask(route: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${running.gateway.url}/api/v1${route}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: await response.json() };
}

async function results(): Promise<readonly StoredResult[]> {
  return ((await ask('/results')).body as { readonly items: readonly StoredResult[] }).items;
}

test('a figure 6 of two vendors stands there twice, each with the meaning that its own vendor gives it', async () => {
  const shown = (await results()).map(({ source, values }) => [source.party, values]);
  expect(Object.fromEntries(shown)).toEqual(
    Object.fromEntries(
      Object.entries(MEANINGS).map(([party, meaning]) => [
        party,
        [
          {
            kind: 'score',
            value: '6',
            sourcePath: 'score',
            declaration: { declared: true, meaning, notMeaning: 'Geen beheersing van een doel' },
          },
        ],
      ]),
    ),
  );
});

test('a test with four goals gives one result with its figure once and four links without a figure', async () => {
  const [result] = (await results()).filter(({ source }) => source.party === PARTY.klantcode);
  expect(result?.goalLinks.map(({ goal }) => goal).sort()).toEqual([...GOALS].sort());
  expect(result?.values).toHaveLength(1);
  const words = (result?.goalLinks ?? []).flatMap((link) => Object.values(link)).map((word) => typeof word);
  expect([...new Set(words)]).toEqual(['string']);
});

test('no answer over REST holds a claim, whichever path is asked', async () => {
  const ids = { results: (await results())[0]?.id, groups: await firstId('/groups'), learners: await firstId('/learners') };
  const asked: string[] = [];
  for (const { path: template, method, operation } of ENDPOINTS) {
    if (method !== undefined) continue;
    const of = template.split('/')[1] as keyof typeof ids;
    const route = template
      .replace('{id}', ids[of] ?? encodeURIComponent(GOALS[0] as string))
      .replace('{goal}', encodeURIComponent(GOALS[0] as string));
    const { status, body } = await ask(route);
    if (status !== 200) continue;
    asked.push(operation);
    expect([route, notAllowed(claimsInSchema(schemaOf(body), operation)).left]).toEqual([route, []]);
  }
  expect(asked).toEqual(expect.arrayContaining(['listResults', 'getResult', 'listLearners', 'listGroups', 'listGoals']));
});

async function firstId(route: string): Promise<string> {
  return ((await ask(route)).body as { readonly items: readonly { readonly id: string }[] }).items[0]?.id as string;
}
