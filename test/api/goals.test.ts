import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OTHER_SCHOOL, SCHOOL } from '../store/support/records.js';
import { loadExample } from './support/example-goals.js';
import { type RestServer, startRest } from './support/rest-server.js';

const KLOK = 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808';
const EXAMPLE = 'https://doelen.voorbeeld/sets/rekenen-meten/1';
const LAW = {
  id: 'wet',
  uri: 'https://doelen.voorbeeld/sets/wet',
  status: 'definitiefConcept',
  legalStatus: 'law',
  lawFrom: '2026-08-01',
} as const;

let rest: RestServer;
let token: string;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
  await loadExample(rest.store);
  await loadExample(rest.store, LAW);
  await loadExample(rest.store, { id: 'buur', uri: 'https://doelen.voorbeeld/sets/buur', legalStatus: 'school' }, OTHER_SCHOOL);
});
afterAll(() => rest.stop());

describe('/goal-sets', () => {
  test('shows what the school may use, with the standing of each, and nothing of another school', async () => {
    const { json } = await rest.ask('/goal-sets', token);
    expect(json.items).toMatchObject([
      { id: 'wet', status: 'definitiefConcept', legalStatus: 'law', lawFrom: '2026-08-01', inUse: true },
      { id: 'voorbeeld-rekenen-meten', version: '1', status: 'definitief', legalStatus: 'published', inUse: true },
    ]);
  });
});

describe('/goals', () => {
  test('lists the goals of the sets in use, page by page, each page with the standing of its sets', async () => {
    const first = (await rest.ask('/goals?limit=11', token)).json;
    expect([first.items.length, first.sets.map(({ id }: { id: string }) => id)]).toEqual([11, ['wet', 'voorbeeld-rekenen-meten']]);
    const second = (await rest.ask(`/goals?limit=11&cursor=${first.next}`, token)).json;
    expect([second.items.length, second.next, second.sets]).toEqual([
      7,
      undefined,
      [expect.objectContaining({ legalStatus: 'published' })],
    ]);
    const uris = [...first.items, ...second.items].map(({ goal, set }: { goal: string; set: string }) => `${set} ${goal}`);
    expect(new Set(uris).size).toBe(18);
  });

  test.each([
    ['set=voorbeeld-rekenen-meten', 9],
    ['set=voorbeeld-rekenen-meten@1&type=doel', 5],
    [`set=${EXAMPLE}&code=RW.1.067`, 1],
    ['set=wet&text=KLOK', 1],
    ['set=wet&under=bk:d4b16fc2-8c8a-46ae-956c-d5cdfc6ff03d', 5],
    ['set=wet&text=niets', 0],
  ])('narrows to %s', async (query, count) => {
    expect((await rest.ask(`/goals?${query}`, token)).json.items).toHaveLength(count);
  });

  test.each(['set=buur', 'set=nergens', 'under=RW.1.067', 'under=bk:00000000-0000-4000-8000-000000000000'])(
    'is empty for %s, which this school does not know',
    async (query) => {
      expect((await rest.ask(`/goals?${query}`, token)).json).toEqual({ items: [], sets: [] });
    },
  );

  test('follows what the school chooses', async () => {
    const other = await rest.token({ client: 'dashboard', school: OTHER_SCHOOL });
    const [example] = (await rest.store.goals.sets.goalSets()).filter(({ id }) => id === 'voorbeeld-rekenen-meten');
    await rest.store.goals.sets.setSchoolSets(OTHER_SCHOOL, [example!.seq]);
    expect((await rest.ask('/goals', other)).json.sets.map(({ id }: { id: string }) => id)).toEqual(['voorbeeld-rekenen-meten']);
    expect((await rest.ask('/goals', token)).json.sets[0].id).toBe('wet');
  });

  test('follows what the school chooses over REST, and nothing changes for a set that is not there', async () => {
    const office = await rest.token({ role: 'school', scopes: [], client: 'schoolleiding' });
    const choose = (sets?: string) =>
      rest.ask('/goal-sets/choose', office, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(sets === undefined ? {} : { sets }),
      });
    const inUse = async () =>
      (await rest.ask('/goal-sets', token)).json.items.flatMap((set: { id: string; inUse: boolean }) => (set.inUse ? [set.id] : []));
    expect((await choose('voorbeeld-rekenen-meten@1')).json.items).toMatchObject([{ id: 'voorbeeld-rekenen-meten', inUse: true }]);
    expect(await inUse()).toEqual(['voorbeeld-rekenen-meten']);
    expect((await choose('wet,buur')).status).toBe(404);
    expect((await choose('wet,wet')).status).toBe(400);
    expect(await inUse()).toEqual(['voorbeeld-rekenen-meten']);
    expect((await choose()).status).toBe(200);
    expect(await inUse()).toEqual(['wet', 'voorbeeld-rekenen-meten']);
  });

  test('refuses the cursor of another list', async () => {
    const { next } = (await rest.ask('/goals?limit=1&set=wet', token)).json;
    expect((await rest.ask(`/goals?limit=1&set=voorbeeld-rekenen-meten&cursor=${next}`, token)).status).toBe(400);
  });
});

describe('/goals/{id}', () => {
  test.each([
    ['30789c91-5b39-4780-98f3-a1bd6af2d808', 'uri'],
    ['bk%3A30789C91-5B39-4780-98F3-A1BD6AF2D808', 'uri'],
    [encodeURIComponent(`${KLOK.replace('https', 'http')}/`), 'uri'],
    [`RW.1.067?set=${encodeURIComponent(EXAMPLE)}`, 'code'],
  ])('takes %s', async (written, via) => {
    const { status, json } = await rest.ask(`/goals/${written}`, token);
    expect([status, json.goal?.uri, json.via]).toEqual([200, KLOK, via]);
  });

  test('shows levels, what is above it, the kerndoelen and the standing of every set that has it', async () => {
    const { json } = await rest.ask('/goals/30789c91-5b39-4780-98f3-a1bd6af2d808', token);
    expect(json).toMatchObject({
      goal: { code: 'RW.1.067', levels: [{ title: 'po' }] },
      set: { id: 'wet', legalStatus: 'law', status: 'definitiefConcept' },
      alsoIn: [{ id: 'voorbeeld-rekenen-meten', legalStatus: 'published', status: 'definitief' }],
      parents: [
        { code: 'M/tijd', relation: 'isChildOf', assertedBy: 'voorbeeld' },
        { code: 'PO Kerndoel 33', relation: 'contributesTo', assertedBy: 'voorbeeld' },
      ],
      kerndoelen: [{ code: 'PO Kerndoel 33' }],
    });
  });

  test('leads from a replaced goal to its successor', async () => {
    const { json } = await rest.ask('/goals/0b9f1d2e-0000-4000-8000-000000000003', token);
    expect(json.predecessors).toMatchObject([
      { goal: 'https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-000000000090', relation: 'replacedBy' },
    ]);
    const old = encodeURIComponent('https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-000000000090');
    expect((await rest.ask(`/goals/${old}`, token)).json).toMatchObject({ via: 'replaced', goal: { code: 'V.3' } });
  });

  test.each(['RW.1.067', '00000000-0000-4000-8000-000000000000', 'x'.repeat(3000), '%20'])('does not know %#', async (id) => {
    expect((await rest.ask(`/goals/${id}`, token)).status).toBe(404);
  });

  test('needs the scope', async () => {
    const without = await rest.token({ scopes: ['results:read'], school: SCHOOL });
    expect((await rest.ask('/goals', without)).status).toBe(403);
  });
});
