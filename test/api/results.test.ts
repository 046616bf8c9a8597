import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { OTHER_PARTY, PARTY } from '../store/support/records.js';
import { type Reply, type RestServer, startRest } from './support/rest-server.js';
import { deliver, uuid } from './support/school-data.js';
import { aliasSeen, namesOf, resultSeen } from './support/seen.js';

let rest: RestServer;
let token: string;

beforeEach(async () => {
  rest = await startRest();
  token = await rest.token();
});
afterEach(() => rest.stop());

/** Names and scores of the results on a page, by name: in which order they come is for the client alone. */
async function shown({ json }: Reply): Promise<string[]> {
  const names = await namesOf(rest);
  const nameOf = new Map(names.tellResults(NAMES.map(uuid)).map((id, at) => [id, NAMES[at]]));
  return json.items.map((item: { id: string; values: [{ value: string }] }) => `${nameOf.get(item.id)}=${item.values[0].value}`).sort();
}
const NAMES = Array.from({ length: 200 }, (_, index) => `r${index}`);

/** Follows `next` to the end. `between` runs after each page. */
async function walk(path: string, between: (page: number) => Promise<unknown> = async () => undefined): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const reply = await rest.ask(`${path}${cursor === undefined ? '' : `&cursor=${cursor}`}`, token);
    expect(reply.status).toBe(200);
    pages.push(await shown(reply));
    cursor = reply.json.next;
    await between(pages.length);
  } while (cursor !== undefined);
  return pages;
}

describe('GET /results', () => {
  test('shows each result with its figures as they were sent', async () => {
    await deliver(rest.store, { r1: '07,50' });
    const { json } = await rest.ask('/results', token);
    expect(Object.keys(json)).toEqual(['items']);
    expect(json.items).toEqual([
      expect.objectContaining({
        id: await resultSeen(rest, 'r1'),
        school: '99AB',
        learner: await aliasSeen(rest, 'alias-1'),
        source: { party: PARTY, version: '2.2' },
        values: [{ kind: 'score', value: '07,50', sourcePath: 'score' }],
        revision: 1,
        storedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/),
      }),
    ]);
  });

  test('is an empty list when there is nothing', async () => {
    expect((await rest.ask('/results', token)).json).toEqual({ items: [] });
  });

  test('filters by learner and by party', async () => {
    await deliver(rest.store, { r1: '1', r2: '2' }, { learner: 'alias-1' });
    await deliver(rest.store, { r3: '3' }, { learner: 'alias-2' });
    await deliver(rest.store, { r4: '4' }, { learner: 'alias-2', party: OTHER_PARTY });
    const second = await aliasSeen(rest, 'alias-2');
    expect(await shown(await rest.ask(`/results?learner=${second}`, token))).toEqual(['r3=3', 'r4=4']);
    expect(await shown(await rest.ask(`/results?party=${PARTY}`, token))).toEqual(['r1=1', 'r2=2', 'r3=3']);
    expect(await shown(await rest.ask(`/results?party=${PARTY}&learner=${second}`, token))).toEqual(['r3=3']);
    expect(await shown(await rest.ask('/results?learner=nobody', token))).toEqual([]);
    expect(await shown(await rest.ask('/results?party=nobody', token))).toEqual([]);
  });

  test('gives pages with a link to the next one, and none on the last', async () => {
    await deliver(rest.store, { r1: '1', r2: '2', r3: '3' });
    const first = await rest.ask(`/results?limit=2&party=${PARTY}`, token);
    expect(first.json.items).toHaveLength(2);
    expect(first.headers.get('link')).toBe(`</api/v1/results?limit=2&party=${PARTY}&cursor=${first.json.next}>; rel="next"`);
    const link = /^<\/api\/v1([^>]*)>/.exec(first.headers.get('link') ?? '')?.[1] as string;
    const last = await rest.ask(link, token);
    expect([...(await shown(first)), ...(await shown(last))].sort()).toEqual(['r1=1', 'r2=2', 'r3=3']);
    expect([last.headers.get('link'), Object.keys(last.json)]).toEqual([null, ['items']]);
  });

  test('gives 100 at a time unless asked otherwise', async () => {
    await deliver(rest.store, Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`r${index}`, '1'])));
    expect(await shown(await rest.ask('/results', token))).toHaveLength(100);
    expect(await shown(await rest.ask('/results?limit=1', token))).toHaveLength(1);
    expect(await shown(await rest.ask('/results?limit=1000', token))).toHaveLength(120);
  });

  test('can be read to the end while results arrive: nothing is missed, and what is revised comes again', async () => {
    await deliver(rest.store, { r1: '1', r2: '2', r3: '3', r4: '4', r5: '5' });
    const pages = await walk('/results?limit=2', async (page) => {
      if (page === 1) await deliver(rest.store, { r1: '1+', r6: '6' });
      if (page === 2) await deliver(rest.store, { r6: '6+', r7: '7' });
    });
    const met = pages.flat();
    expect(new Set(met).size).toBe(met.length);
    expect(met).toEqual(expect.arrayContaining(['r1=1+', 'r2=2', 'r3=3', 'r4=4', 'r5=5', 'r6=6+', 'r7=7']));
    expect(met.filter((one) => !['r1=1', 'r6=6'].includes(one))).toHaveLength(7);
    if (met.includes('r1=1')) expect(met.indexOf('r1=1')).toBeLessThan(met.indexOf('r1=1+'));
  });

  test('read again since the last instant gives what is new', async () => {
    await deliver(rest.store, { r1: '1', r2: '2' });
    const { storedAt } = (await rest.ask('/results', token)).json.items.at(-1);
    expect(await shown(await rest.ask(`/results?since=${storedAt}`, token))).toEqual(['r1=1', 'r2=2']);
    await deliver(rest.store, { r3: '3', r1: '1+' });
    expect(await shown(await rest.ask(`/results?since=${storedAt}`, token))).toEqual(['r1=1+', 'r2=2', 'r3=3']);
    expect((await walk(`/results?limit=2&since=${storedAt}`)).flat().sort()).toEqual(['r1=1+', 'r2=2', 'r3=3']);
    expect(await shown(await rest.ask('/results?since=2999-01-01T00:00:00Z', token))).toEqual([]);
  });

  test('takes an instant with an offset', async () => {
    await deliver(rest.store, { r1: '1' });
    const { storedAt } = (await rest.ask('/results', token)).json.items[0];
    const local = new Date(Date.parse(storedAt) + 2 * 3_600_000).toISOString().replace('Z', '+02:00');
    expect(await shown(await rest.ask(`/results?since=${encodeURIComponent(local)}`, token))).toEqual(['r1=1']);
    const later = new Date(Date.parse(storedAt) + 2 * 3_600_000 + 60_000).toISOString().replace('Z', '+02:00');
    expect(await shown(await rest.ask(`/results?since=${encodeURIComponent(later)}`, token))).toEqual([]);
  });
});

describe('GET /results/{id}', () => {
  test('gives the current revision, and the others behind /revisions', async () => {
    for (const score of ['6', '7', '8']) await deliver(rest.store, { r1: score });
    const id = await resultSeen(rest, 'r1');
    const { json } = await rest.ask(`/results/${id}`, token);
    expect(json).toMatchObject({ id, revision: 3, supersedes: 2, values: [{ value: '8' }] });
    const revisions = (await rest.ask(`/results/${id}/revisions`, token)).json;
    expect(revisions.items.map((item: typeof json) => [item.revision, item.supersedes, item.values[0].value])).toEqual([
      [1, undefined, '6'],
      [2, 1, '7'],
      [3, 2, '8'],
    ]);
    expect(revisions.items[2]).toEqual(json);
  });
});

describe('GET /assessments', () => {
  test('gives the assessments of the school, by party when asked', async () => {
    await deliver(rest.store, { r1: '7' });
    await deliver(rest.store, { r2: '7' }, { party: OTHER_PARTY });
    const parties = async (query: string) =>
      (await rest.ask(`/assessments${query}`, token)).json.items.map((item: { source: { party: string } }) => item.source.party);
    expect(await parties('')).toEqual([PARTY, OTHER_PARTY]);
    expect(await parties(`?party=${OTHER_PARTY}`)).toEqual([OTHER_PARTY]);
  });

  test('gives pages', async () => {
    await deliver(rest.store, {});
    await deliver(rest.store, {}, { party: OTHER_PARTY });
    const first = (await rest.ask('/assessments?limit=1', token)).json;
    const last = (await rest.ask(`/assessments?limit=1&cursor=${first.next}`, token)).json;
    expect([first.items.length, last.items.length, last.next]).toEqual([1, 1, undefined]);
    expect(first.items[0].id).not.toBe(last.items[0].id);
  });
});
