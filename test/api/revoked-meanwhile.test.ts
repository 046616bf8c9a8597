import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { SCHOOL } from '../store/support/records.js';
import { postedBody, postedResult, postResults } from './support/posted.js';
import { postedSignal, postSignals } from './support/posted-signals.js';
import { type RestServer, startRest } from './support/rest-server.js';

const AT = '2026-09-01T08:00:00.000Z';

let rest: RestServer;
let token: string;
/** Done once, when a request was admitted and its rows were made, before they are stored. */
let meanwhile: () => Promise<void> = async () => undefined;

beforeAll(async () => {
  rest = await startRest();
  // Signals are about learners of whom something is stored.
  await postResults(rest, await rest.token(), postedBody({ results: [postedResult('r-0')] }));
  const { signals } = rest.store.goals;
  const [commit, take] = [rest.store.commit.bind(rest.store), signals.takeSignals.bind(signals)];
  const once = async () => {
    const now = meanwhile;
    meanwhile = async () => undefined;
    await now();
  };
  rest.store.commit = async (delivery) => {
    await once();
    return commit(delivery);
  };
  signals.takeSignals = async (intake) => {
    await once();
    return take(intake);
  };
});
afterAll(async () => {
  await rest.stop();
  expect(rest.errors).toEqual([]);
});
beforeEach(async () => {
  token = await rest.token();
});

async function revokeToken(): Promise<void> {
  const { tokens } = await rest.store.directory();
  await rest.store.revokeToken(tokens.all().at(-1)!.id, AT);
}

const posts = [
  ['results', () => postResults(rest, token, postedBody())],
  ['signals', () => postSignals(rest, token, [postedSignal('s-1')])],
] as const;

async function stored(): Promise<readonly number[]> {
  const [results, signals] = [
    await rest.store.results({ school: SCHOOL, limit: 10 }),
    await rest.store.goals.signals.signals({ school: SCHOOL, limit: 10 }),
  ];
  return [results.items.length, signals.items.length];
}

test.each(posts)(
  '%s of a token that is revoked, or a school that stops, before they are stored are refused, and a record says so',
  async (_, send) => {
    meanwhile = revokeToken;
    const { status, headers, json } = await send();
    expect([status, json.type, headers.get('www-authenticate')]).toEqual([
      401,
      'urn:uwlr-gateway:problem:token-invalid',
      'Bearer realm="uwlr", error="invalid_token"',
    ]);
    token = await rest.token();
    meanwhile = () => rest.store.pauseSchool(SCHOOL, AT);
    expect(await send()).toMatchObject({ status: 503, json: { type: 'urn:uwlr-gateway:problem:school-paused' } });
    await rest.store.pauseSchool(SCHOOL, undefined);
    const records = (await rest.store.exchanges({ limit: 2 })).items;
    expect(records.map(({ outcome, findings }) => [outcome, findings.map(({ rule }) => rule)])).toEqual([
      ['refused', ['UWLR-EX-013']],
      ['refused', ['UWLR-EX-002']],
    ]);
    expect(await stored()).toEqual([1, 0]);
  },
);

test('a change that leaves the token its right is not seen from outside', async () => {
  for (const [, send] of posts) {
    meanwhile = () => rest.store.renameSchool(SCHOOL, 'Heet nu anders');
    expect((await send()).status).toBe(201);
  }
  expect(await stored()).toEqual([2, 1]);
});
