import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { importMapping } from '../../../src/admin/goals/import-mapping.js';
import { undoMapping } from '../../../src/admin/goals/undo-mapping.js';
import { mappingOfText } from '../../../src/goals/mapping/formats/formats.js';
import type { Store } from '../../../src/store/store.js';
import { addParties } from '../../store/support/records.js';
import { inlinePlace, type SqlitePlace } from '../../store/support/temporary.js';

const AT = '2026-10-01T08:00:00.000Z';
const GOAL = 'https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-000000000001';

let place: SqlitePlace;
let store: Store;
let table: { readonly party: string };

beforeEach(async () => {
  place = await inlinePlace();
  store = await place.open();
  await addParties(store);
  table = { party: [...(await store.directory()).parties.keys()][0]! };
});
afterEach(async () => {
  await store.close();
  await place.remove();
});

/** Links code K to the goal with this coverage; gives the version. */
async function link(coverage: string): Promise<number> {
  const read = mappingOfText(`code,goal,coverage\nK,${GOAL},${coverage}\n`, { isGoal: () => false });
  return (await importMapping({ store, at: AT }, { ...table, read, isWhole: false })).version!;
}

async function undo(version: number): Promise<number | undefined> {
  return (await undoMapping({ store, at: AT }, version)).version;
}

async function coverages(): Promise<readonly string[]> {
  return (await store.goals.mappings.mappingRows(table)).flatMap(({ row }) => ('coverage' in row ? [row.coverage] : []));
}

test('undoing versions from the last to the first leaves nothing of them', async () => {
  const made = [await link('full'), await link('partial'), await link('broader')];
  await undo(made[2]!);
  expect(await coverages()).toEqual(['partial']);
  await undo(made[1]!);
  expect(await coverages()).toEqual(['full']);
  await undo(made[0]!);
  expect(await coverages()).toEqual([]);
});

test('a version whose undo was undone can be undone again', async () => {
  const [first, second] = [await link('full'), await link('partial')];
  await undo((await undo(second))!);
  expect(await coverages()).toEqual(['partial']);
  await undo(second);
  expect(await coverages()).toEqual(['full']);
  await undo(first);
  expect(await coverages()).toEqual([]);
});
