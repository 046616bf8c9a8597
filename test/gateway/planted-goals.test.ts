import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ENDPOINTS } from '../../src/api/endpoints/endpoints.js';
import { SCOPES } from '../../src/directory/access/scopes.js';
import { PARTY, type Running, startTestGateway } from '../support/gateway.js';
import { everyFile, expectNowhere } from '../support/planted-values.js';

const SCHOOL = '99XX';
const CLIENT = 'json-uitgever';
/** Invented. */
const LEERLINGID = 'b7e23ec2-9af2-4c1d-8e5f-0a1b2c3d4e5f';
const FORMS: Readonly<Record<string, string>> = {
  'as it is': LEERLINGID,
  'in capitals': LEERLINGID.toUpperCase(),
  'without dashes': LEERLINGID.replaceAll('-', ''),
  base64: Buffer.from(LEERLINGID).toString('base64'),
};
const BSN = '123456782';
/** What a wrong message holds: nothing of it may be kept or said again. */
const WRONG = { kind: 'SOORT-GEPLANT', text: 'tekst-geplant-signaal', result: 'RESULTAAT-GEPLANT-1', pupil: 'LLN-GEPLANT-9911' };

let running: Running;
let token: string;
const answers: string[] = [];

beforeAll(async () => {
  running = await startTestGateway();
  const { store, keyring } = running.gateway;
  const createdAt = '2026-01-01T00:00:00.000Z';
  await store.addParty({ ...PARTY, klantcode: CLIENT, klantnaam: CLIENT, role: 'client' });
  const terms = { purpose: 'Testen', from: createdAt, infourl: { keep: 'none' } } as const;
  await store.addAgreements(
    [{ id: randomUUID(), school: SCHOOL, party: CLIENT, exchanges: ['rest'], profile: 'rest', scopes: [...SCOPES], ...terms }],
    undefined,
  );
  token = randomUUID();
  await store.addToken({
    id: randomUUID(),
    client: CLIENT,
    hash: keyring.hashToken(token),
    school: SCHOOL,
    scopes: [...SCOPES],
    createdAt,
  });
  const figure = {
    context: [{ name: 'pogingen' }],
    adaptive: 'unknown',
    targetLevel: 'unknown',
    durability: 'unknown',
    signalsFrom: 'unknown',
  } as const;
  await store.goals.profiles.declareProfile(
    { party: CLIENT, product: 'oefentuin', selector: { everythingElse: true }, origins: [], figures: [], ...figure },
    createdAt,
  );
});
afterAll(() => running.stop());

async function send(path: string, body: unknown): Promise<number> {
  const response = await fetch(`${running.gateway.url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  });
  answers.push(`${JSON.stringify([...response.headers])}${await response.text()}`);
  return response.status;
}

/** Results and a signal that have a form of the id, or a national number, in every text that they may have. */
function resultsWith(form: string, at: number): object {
  return {
    schoolYear: '2025-2026',
    assessments: [
      { code: { value: `T-${form}` }, name: `Toets ${form} ${BSN}`, hierarchy: [{ level: '1', entry: { value: `Blok ${form} ${BSN}` } }] },
    ],
    results: [
      {
        key: `r-${at}`,
        learner: { leerlingid: LEERLINGID },
        activity: {
          code: `T-${form}`,
          goals: [{ value: `doel-${form}`, vocabulary: `https://doelen.voorbeeld/${form}` }, { value: `doel ${BSN}` }],
        },
        date: '2026-01-14',
        values: [{ kind: 'score', value: '7', unit: `punt ${at}`, meaning: `Sterren van ${form} ${BSN}` }],
        context: { itemCount: '20', extra: [{ name: 'pogingen', value: `3 ${form} ${BSN}` }] },
      },
    ],
  };
}

function signalsWith(form: string, at: number): object {
  return {
    signals: [
      {
        key: `s-${form}-${at}`,
        learner: { leerlingid: LEERLINGID },
        supplierGoal: { id: `KL-${form}`, title: `Doel van ${form} ${BSN}` },
        kind: 'STUCK',
        raisedAt: '2026-01-15T09:00:00Z',
        basis: { results: [`r-${at}`] },
        targetLevel: { considered: 'considered', label: `niveau ${form} ${BSN}` },
        limits: `Zegt niets over ${form} ${BSN}`,
        explanationUrl: `https://uitgever.voorbeeld/${form}`,
      },
    ],
  };
}

/** Everything that REST says of the school. */
async function everyAnswer(): Promise<string> {
  const texts: string[] = [];
  for (const { path, method } of ENDPOINTS) {
    if (method !== undefined || path.includes('{')) continue;
    const response = await fetch(`${running.gateway.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
    texts.push(await response.text());
  }
  return texts.join('\n');
}

async function everywhere() {
  const metrics = await (await fetch(`${running.gateway.url}/metrics`)).text();
  return { log: running.log(), metrics, rest: await everyAnswer(), answers: answers.join('\n') };
}

test('the id of a pupil and a national number in any text of posted results and signals are in no file, log line, metric or answer', async () => {
  for (const [at, form] of Object.values(FORMS).entries()) {
    expect([form, await send('/results', resultsWith(form, at))]).toEqual([form, 201]);
    expect([form, await send('/signals', signalsWith(form, at))]).toEqual([form, 201]);
  }
  const { store } = running.gateway;
  const { items } = await store.results({ school: SCHOOL, limit: 10 });
  expect(items.map(({ goalLinks }) => goalLinks.length)).toEqual(Object.values(FORMS).map(() => 2));
  const [signal] = [...(await store.goals.signals.signalsAt(SCHOOL, [1])).values()];
  expect(signal).toMatchObject({ limits: 'Zegt niets over [id] [nummer]', supplierGoal: { id: expect.stringMatching(/^afgeschermd-/) } });
  expectNowhere({ ...FORMS, BSN }, await everywhere(), await everyFile(running.directory));
});

test('nothing of signals that are refused is kept or said again', async () => {
  const [good] = (signalsWith('kl-1', 99) as { signals: [Record<string, unknown>] }).signals;
  const bad = [
    { ...good, kind: WRONG.kind },
    { ...good, [WRONG.text]: WRONG.text },
    { ...good, learner: { leerlingid: WRONG.pupil }, limits: WRONG.text },
    { ...good, basis: { results: [WRONG.result] }, limits: WRONG.text },
    { ...good, supersedes: WRONG.result },
    { ...good, raisedAt: WRONG.text },
  ];
  for (const signal of bad) expect(await send('/signals', { signals: [signal] })).toBeGreaterThanOrEqual(400);
  expectNowhere(WRONG, await everywhere(), await everyFile(running.directory));
});
