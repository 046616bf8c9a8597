import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { resultFieldChoice } from '../../src/privacy/fields/field-choice.js';
import { completeList } from '../../src/privacy/minimise/complete-list.js';
import { agreement, OTHER_SCHOOL, SCHOOL } from '../store/support/records.js';
import { sourceProfile } from '../support/goals.js';
import { ASSESSMENT, postedBody, postedResult, postResults } from './support/posted.js';
import { type RestServer, startRest } from './support/rest-server.js';

let rest: RestServer;
let token: string;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
});
afterAll(async () => {
  await rest.stop();
  expect(rest.errors).toEqual([]);
});

const urn = (name: string) => `urn:uwlr-gateway:problem:${name}`;

describe('results that are posted', () => {
  test('keep the id of a pupil in no text and no code, however it is written, and codes still go together', async () => {
    const leerlingid = 'c0ffee00-1234-4abc-9def-0123456789ab';
    const [plain, coded] = [leerlingid.replaceAll('-', ''), Buffer.from(leerlingid).toString('base64')];
    const { hierarchy: _, norm, ...assessment } = ASSESSMENT;
    const body = postedBody({
      assessments: [
        {
          ...assessment,
          code: { value: `T-${plain}` },
          version: { value: leerlingid },
          name: `Toets van ${leerlingid}`,
          subject: { value: coded },
          hierarchy: [{ level: '1', entry: { value: coded } }],
          norm: { ...norm, bands: [{ term: plain, description: `voor ${leerlingid}`, from: '0', to: '100' }] },
          parts: [{ number: '1', code: { value: coded }, name: plain }],
        },
      ],
      results: [
        postedResult('ids-1', { learner: { leerlingid }, activity: { code: `T-${plain}`, version: leerlingid } }),
        postedResult(`ids-${coded}`, {
          activity: { code: `T-${plain}`, version: leerlingid, part: { code: coded } },
          values: [
            { kind: 'skillScore', value: '112.5', scale: plain },
            { kind: 'reference', value: plain, scale: coded, comparedWith: leerlingid, meaning: `van ${plain}` },
          ],
        }),
      ],
    });
    const { status, json } = await postResults(rest, token, body);
    expect([status, json.stored]).toEqual([201, 2]);
    const answers = await Promise.all(json.ids.map(async (id: string) => (await rest.ask(`/results/${id}`, token)).json));
    const { items } = (await rest.ask('/assessments?limit=100', token)).json;
    const kept = JSON.stringify({ answers, items, exchange: (await rest.ask(`/exchanges/${json.exchange}`, token)).json });
    expect([leerlingid, plain, coded].filter((form) => kept.includes(form))).toEqual([]);
    expect(answers[0].activity).toMatchObject({ code: expect.stringMatching(/^afgeschermd-/), version: '[id]', name: 'Toets van [id]' });
    const definition = items.find(({ code }: { code: { value: string } }) => code.value === answers[0].activity.code);
    expect(definition.parts.map(({ code }: { code: { value: string } }) => code.value)).toEqual([answers[1].activity.part.code]);
    expect(answers[1].values.map(({ value }: { value: string }) => value)).toEqual(['112.5', '[id]']);
  });

  test('are stored, counted, and read back under the ids of the answer, in order', async () => {
    const body = postedBody({
      results: [
        postedResult('a-1'),
        postedResult('a-2', {
          learner: { eckId: `https://ketenid.nl/pilot/${'c'.repeat(128)}` },
          activity: { code: 'T1', part: { code: 'T1-1' }, originType: 'methodTest' },
          values: [
            { kind: 'numberItems', value: '20' },
            { kind: 'numberCorrect', value: '15' },
            { kind: 'skillScore', value: '112.5', scale: 'RW' },
            { kind: 'intervalLow', value: '100', scale: 'RW' },
            { kind: 'intervalHigh', value: '120', scale: 'RW' },
            { kind: 'reference', value: 'II', scale: 'DLE', comparedWith: 'Landelijk', meaning: 'goed' },
          ],
        }),
      ],
    });
    const { status, json } = await postResults(rest, token, body);
    expect([status, json]).toEqual([
      201,
      { exchange: expect.any(String), stored: 2, revised: 0, repeated: false, ids: [expect.any(String), expect.any(String)] },
    ]);
    const [first, second] = await Promise.all(json.ids.map(async (id: string) => (await rest.ask(`/results/${id}`, token)).json));
    expect(first).toMatchObject({
      schoolYear: '2026-2027',
      source: { party: 'dashboard', intake: 'json' },
      activity: { code: 'T1', version: '2', name: 'Rekenen blok 1', originType: 'unknown', subject: ASSESSMENT.subject },
      date: '2026-09-14',
      values: [{ kind: 'score', value: '70' }],
      norm: { term: 'goed' },
      status: 'final',
    });
    expect(first.source).not.toHaveProperty('version');
    expect(second).toMatchObject({ activity: { part: { code: 'T1-1', name: 'Optellen' }, originType: 'methodTest' } });
    expect(second.values.map(({ kind, value, scale }: Record<string, string>) => [kind, value, scale])).toEqual([
      ['numberItems', '20', undefined],
      ['numberCorrect', '15', undefined],
      ['skillScore', '112.5', 'RW'],
      ['intervalLow', '100', 'RW'],
      ['intervalHigh', '120', 'RW'],
      ['reference', 'II', 'DLE'],
    ]);
    const exchange = (await rest.ask(`/exchanges/${json.exchange}`, token)).json;
    expect(exchange).toMatchObject({ operation: 'results.write', outcome: 'accepted', party: 'dashboard', resultCount: 2 });
    const [entry] = (await rest.ask('/audit?operation=results.write&limit=1', token)).json.items;
    expect(entry).toMatchObject({ actor: 'party:dashboard', outcome: 'accepted', exchange: json.exchange, counts: { results: 2 } });
  });

  test('say the product, the circumstances, what a figure means and the goals of the activity, and are read back so', async () => {
    const context = [{ name: 'pogingen', unit: 'keer' }];
    const { version: _, ...profile } = sourceProfile({ party: 'dashboard', product: 'Klokwijs', selector: {}, context });
    await rest.store.goals.profiles.declareProfile(profile, '2026-09-01T00:00:00.000Z');
    const goals = [
      { value: 'https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-000000000001' },
      { value: 'KL-1', vocabulary: 'https://doelen.voorbeeld/klokwijs/1' },
    ];
    const circumstances = { itemCount: '20', correct: '15', incorrect: '5', durationSeconds: '900', instructionSeconds: '60.5' };
    const extra = [{ name: 'pogingen', value: '3' }];
    const value = { kind: 'score', value: '70', unit: 'punt', meaning: 'deel van de opgaven in een keer goed' } as const;
    const posted = postedResult('c-1', {
      product: 'Klokwijs',
      activity: { code: 'T1', originType: 'exercise', goals },
      values: [value],
      context: { ...circumstances, extra },
    });
    const { status, json } = await postResults(rest, token, postedBody({ results: [posted] }));
    expect([status, json.errors]).toEqual([201, undefined]);
    const read = (await rest.ask(`/results/${json.ids[0]}`, token)).json;
    expect(read).toMatchObject({
      source: { party: 'dashboard', product: 'Klokwijs', intake: 'json', profile: '1' },
      activity: { originType: 'exercise', goals },
      values: [value],
      context: { ...circumstances, extra },
    });
    expect(read.goalLinks.map(({ original }: { original: string }) => original)).toEqual(goals.map(({ value: goal }) => goal));
    const withoutGoals = await rest.token({ client: 'zonder-doelen', scopes: ['results:read'] });
    const { items } = (await rest.ask('/results?limit=100', withoutGoals)).json;
    const same = items.find(({ source }: { source: { product?: string } }) => source.product === 'Klokwijs');
    expect([same.goalLinks, same.activity.goals, same.context.extra]).toEqual([[], undefined, extra]);
    const other = { ...posted, key: 'c-2', context: { extra: [{ name: 'poging', value: '3' }] } };
    const { json: refused } = await postResults(rest, token, postedBody({ results: [posted, other] }));
    expect(refused.errors).toEqual([
      {
        pointer: '/results/1/context/extra/0/name',
        rule: 'UWLR-JSON-010',
        message: 'No source profile of the vendor declares this',
        hint: 'declared: pogingen',
      },
    ]);
  });

  test('again under their key are a new revision with the same id', async () => {
    const first = await postResults(rest, token, postedBody({ results: [postedResult('b-1')] }));
    const again = await postResults(
      rest,
      token,
      postedBody({ results: [postedResult('b-1', { values: [{ kind: 'score', value: '40' }] })] }),
    );
    expect(again.json).toMatchObject({ stored: 1, revised: 1, ids: first.json.ids });
    const { items } = (await rest.ask(`/results/${first.json.ids[0]}/revisions`, token)).json;
    expect(items.map(({ revision, norm }: { revision: number; norm: { term: string } }) => [revision, norm.term])).toEqual([
      [1, 'goed'],
      [2, 'oefenen'],
    ]);
  });

  test('that are withdrawn stay, as a revision without figures', async () => {
    const { json } = await postResults(rest, token, postedBody({ results: [postedResult('w-1')] }));
    await postResults(rest, token, postedBody({ results: [postedResult('w-1', { status: 'withdrawn' })] }));
    const { status, revision, values, norm } = (await rest.ask(`/results/${json.ids[0]}`, token)).json;
    expect({ status, revision, values, norm }).toEqual({ status: 'withdrawn', revision: 2, values: [], norm: undefined });
  });

  test('may be compressed', async () => {
    const body = gzipSync(JSON.stringify(postedBody({ results: [postedResult('z-1')] })));
    expect((await postResults(rest, token, body, { headers: { 'content-encoding': 'gzip' } })).status).toBe(201);
  });

  test('are refused when they were made no later than the last, and taken in any order without a moment', async () => {
    const secret = await rest.token({ client: 'ordelijk' });
    const made = (createdAt: string, key: string) => postResults(rest, secret, postedBody({ createdAt, results: [postedResult(key)] }));
    expect((await made('2026-09-30T10:00:00Z', 'o-1')).status).toBe(201);
    const { status, json } = await made('2026-09-30T10:00:00Z', 'o-2');
    expect([status, json.type]).toEqual([409, urn('not-later')]);
    for (const key of ['o-3', 'o-4'])
      expect((await postResults(rest, secret, postedBody({ results: [postedResult(key)] }))).status).toBe(201);
    expect((await made('2026-09-30T10:00:01Z', 'o-5')).json.type).toBe(urn('not-later'));
  });
});

describe('an idempotency key', () => {
  test('brings the same answer again, and stores once', async () => {
    const body = postedBody({ results: [postedResult('i-1')] });
    const first = await postResults(rest, token, body, { key: 'sleutel-1' });
    const again = await postResults(rest, token, body, { key: '"sleutel-1"' });
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
    expect((await rest.ask(`/results/${first.json.ids[0]}/revisions`, token)).json.items).toHaveLength(1);
    const [record] = (await rest.ask('/exchanges?limit=1', token)).json.items;
    expect(record).toMatchObject({ outcome: 'repeated', repeats: first.json.exchange });
  });

  test('with another body is refused, and with that of another client or school is another one', async () => {
    expect((await postResults(rest, token, postedBody({ results: [postedResult('k-1')] }), { key: 'gedeeld' })).status).toBe(201);
    const { status, json } = await postResults(rest, token, postedBody({ results: [postedResult('k-2')] }), { key: 'gedeeld' });
    expect([status, json.type]).toEqual([422, urn('idempotency-key-reused')]);
    for (const more of [{ client: 'een-ander' }, { school: OTHER_SCHOOL }]) {
      const other = await rest.token(more);
      expect((await postResults(rest, other, postedBody({ results: [postedResult('k-2')] }), { key: 'gedeeld' })).status).toBe(201);
    }
  });

  test('of its own for the same body stores nothing, and says so', async () => {
    const body = postedBody({ results: [postedResult('s-1')] });
    const first = await postResults(rest, token, body, { key: 'eerste' });
    const second = await postResults(rest, token, body, { key: 'tweede' });
    expect([second.status, second.json]).toMatchObject([200, { stored: 0, revised: 0, repeated: true, ids: first.json.ids }]);
    expect((await postResults(rest, token, body, { key: 'tweede' })).text).toBe(second.text);
  });

  test('of its own takes a correction back, when the body is that of before the correction', async () => {
    const posted = (value: string, key: string) =>
      postResults(rest, token, postedBody({ results: [postedResult('t-1', { values: [{ kind: 'score', value }] })] }), { key });
    const first = await posted('70', 'zeventig');
    await posted('71', 'eenenzeventig');
    const back = await posted('70', 'toch-zeventig');
    expect([back.status, back.json]).toMatchObject([201, { stored: 1, revised: 1, repeated: false, ids: first.json.ids }]);
    expect((await rest.ask(`/results/${first.json.ids[0]}`, token)).json).toMatchObject({ revision: 3, values: [{ value: '70' }] });
    expect((await posted('70', 'nog-eens')).json).toMatchObject({ stored: 0, repeated: true });
    expect((await posted('70', 'zeventig')).text).toBe(first.text);
  });

  test('that many use at once is used once: all get the one answer', async () => {
    const body = postedBody({ results: [postedResult('m-1')] });
    const replies = await Promise.all(Array.from({ length: 12 }, () => postResults(rest, token, body, { key: 'tegelijk' })));
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect((await rest.ask(`/results/${replies[0]?.json.ids[0]}/revisions`, token)).json.items).toHaveLength(1);
  });

  test('that many use at once for different bodies is used for one of them', async () => {
    const bodies = Array.from({ length: 8 }, (_, at) => postedBody({ results: [postedResult(`d-${at}`)] }));
    const replies = await Promise.all(bodies.map((body) => postResults(rest, token, body, { key: 'strijdig' })));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 422)]);
  });

  test('is free again when the request was refused', async () => {
    expect((await postResults(rest, token, postedBody({ results: [] }), { key: 'hersteld' })).status).toBe(422);
    expect((await postResults(rest, token, postedBody({ results: [postedResult('h-1')] }), { key: 'hersteld' })).status).toBe(201);
  });

  test.each([
    ['', 'none'],
    ['twee woorden', 'with a blank'],
    ['"half', 'with half a quote'],
    ['x'.repeat(256), 'that is too long'],
  ])('%# is needed', async (key) => {
    const { status, json } = await postResults(rest, token, postedBody(), { key });
    expect([status, json.type]).toEqual([400, urn('idempotency-key-required')]);
  });
});

describe('who may post', () => {
  test('is a client with the scope, in its token and in an agreement', async () => {
    const reader = await rest.token({ scopes: ['results:read'] });
    expect((await postResults(rest, reader, postedBody())).json.type).toBe(urn('scope-missing'));
    const role = await rest.token({ role: 'school', scopes: [] });
    expect((await postResults(rest, role, postedBody())).json.type).toBe(urn('scope-missing'));
    const ended = await rest.token({ client: 'beeindigd' });
    const { agreements } = await rest.store.directory();
    const own = agreements.all().find(({ party }) => party === 'beeindigd');
    await rest.store.endAgreement(own?.id as string, '2026-09-01T00:00:00.000Z');
    expect((await postResults(rest, ended, postedBody())).json.type).toBe(urn('agreement-missing'));
  });

  test('puts results in the school of its token only', async () => {
    const other = await rest.token({ school: OTHER_SCHOOL });
    const { json } = await postResults(rest, other, postedBody({ results: [postedResult('t-1')] }));
    expect((await rest.ask(`/results/${json.ids[0]}`, token)).status).toBe(404);
    expect((await rest.ask(`/results/${json.ids[0]}`, other)).json.school).toBe(OTHER_SCHOOL);
    expect((await postResults(rest, token, { ...postedBody(), school: OTHER_SCHOOL })).status).toBe(422);
  });

  test('waits while the school has paused everything', async () => {
    const paused = await startRest();
    const secret = await paused.token();
    await paused.store.pauseSchool(SCHOOL, '2026-09-01T00:00:00.000Z');
    const { status, json } = await postResults(paused, secret, postedBody());
    expect([status, json.type, paused.errors]).toEqual([503, urn('school-paused'), []]);
    await paused.stop();
  });

  test('has kept of its results what its agreement lists', async () => {
    const secret = await rest.token({ client: 'karig' });
    const { agreements } = await rest.store.directory();
    const own = agreements.all().find(({ party }) => party === 'karig');
    await rest.store.endAgreement(own?.id as string, '2026-09-01T00:00:00.000Z');
    const path = 'leerresultaten_verzoek/toetsafnames/toetsafname';
    const fields = completeList(new Set([`${path}/leerlingid`, `${path}/resultaten/resultaat/score`]), resultFieldChoice());
    const listed = agreement('lijst', { party: 'karig', exchanges: ['rest'], scopes: ['results:write', 'results:read'], fields });
    await rest.store.addAgreements([listed], undefined);
    const { json } = await postResults(rest, secret, postedBody({ results: [postedResult('f-1', { detailUrl: 'https://ea.example/1' })] }));
    const { activity, values } = (await rest.ask(`/results/${json.ids[0]}`, secret)).json;
    expect([activity, values]).toMatchObject([{ code: 'T1' }, [{ value: '70' }]]);
    expect(activity).not.toHaveProperty('name');
  });
});
