import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Store } from '../../src/store/store.js';
import { exampleDocument, read, small } from '../goals/support.js';
import { addParties, OTHER_SCHOOL, SCHOOL } from './support/records.js';
import { inlinePlace, type SqlitePlace } from './support/temporary.js';

const AT = '2026-11-30T09:00:00.000Z';
const KLOK = '30789c91-5b39-4780-98f3-a1bd6af2d808';

let place: SqlitePlace;
let store: Store;
beforeAll(async () => {
  place = await inlinePlace();
  store = await place.open();
  await addParties(store);
});
afterAll(async () => {
  await store.close();
  await place.remove();
});

describe('a goal set', () => {
  test('is found at once, by whoever uses the store, and the audit says who imported it', async () => {
    const before = await store.goals.sets.goalIndex();
    expect(before.resolve(KLOK)).toBeUndefined();
    const { seq, added } = await store.as('client:iemand').goals.sets.importGoalSet(read(exampleDocument()), undefined, AT);
    expect(added).toBe(true);
    const index = await store.goals.sets.goalIndex();
    expect(index.resolve(KLOK)).toMatchObject({ setSeq: seq });
    expect(await store.goals.sets.goalIndex()).toBe(index);
    const { items } = await store.audit({ operation: 'goals.import', limit: 10 });
    expect(items).toMatchObject([{ actor: 'client:iemand', subject: 'voorbeeld-rekenen-meten', counts: { goals: 9, relations: 12 } }]);
  });

  test('that is there already changes nothing, and another order of its fields makes no difference', async () => {
    const before = await store.goals.sets.goalIndex();
    const { set, items, relations } = exampleDocument();
    const turned = { relations, items, set: Object.fromEntries(Object.entries(set).reverse()) };
    expect(await store.goals.sets.importGoalSet(read(turned), undefined, AT)).toMatchObject({ added: false });
    expect(await store.goals.sets.goalIndex()).toBe(before);
  });

  test('is not read again when a school chooses, and the choice holds at once', async () => {
    const { seq } = await store.goals.sets.importGoalSet(small('keuze', { a: {} }), undefined, AT);
    const before = await store.goals.sets.goalIndex();
    await store.goals.sets.setSchoolSets(SCHOOL, [seq]);
    const after = await store.goals.sets.goalIndex();
    expect(after.setsOf(SCHOOL).map(({ id }) => id)).toEqual(['keuze']);
    expect(after.setsOf(OTHER_SCHOOL).length).toBeGreaterThan(1);
    expect(before.setsOf(SCHOOL).length).toBeGreaterThan(1);
    expect(after.goalsOf(seq)).toBe(before.goalsOf(seq));
  });

  test('that cannot be stored whole is not stored at all', async () => {
    const whole = small('half', { a: {}, b: {} }, [['a', 'isChildOf', 'b']]);
    // As no reader would let it through.
    const twice = { ...whole, relations: [...whole.relations, ...whole.relations] };
    await expect(store.goals.sets.importGoalSet(twice, undefined, AT)).rejects.toThrow();
    expect((await store.goals.sets.goalSets()).map(({ id }) => id)).not.toContain('half');
    expect((await store.goals.sets.goalIndex()).resolve('https://doelen.voorbeeld/half/a')).toBeUndefined();
    expect(await store.goals.sets.importGoalSet(whole, undefined, AT)).toMatchObject({ added: true });
  });

  test('with the URI of another one is refused, as codes are read by it', async () => {
    const other = read(exampleDocument(), { id: 'nog-een', uri: 'http://doelen.voorbeeld/sets/rekenen-meten/1/' });
    await expect(store.goals.sets.importGoalSet(other, undefined, AT)).rejects.toMatchObject({ code: 'duplicate' });
    await expect(store.goals.sets.importGoalSet(other, SCHOOL, AT)).rejects.toMatchObject({ code: 'duplicate' });
    // Two schools do not see each other's sets.
    for (const school of [SCHOOL, OTHER_SCHOOL])
      expect(await store.goals.sets.importGoalSet(small('eigen', { a: {} }), school, AT)).toMatchObject({ added: true });
  });
});
