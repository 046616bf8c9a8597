import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import type { Result, Value } from '../../src/model/result.js';
import type { Rewritten } from '../../src/store/rights-store.js';
import type { ResultRow, Store } from '../../src/store/store.js';
import { expanded, ownText, sharedText } from '../../src/store/tables/results/compact-result.js';
import { dayNumber, dayText } from '../../src/store/tables/results/day-number.js';
import { idBytes, idText, placedId, placedIdText, placeOfKey } from '../../src/store/tables/results/result-id.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { fullMessage } from '../model/support/invented-message.js';
import { translated } from '../model/support/translated.js';
import { GOAL_LINK, SIGNAL } from '../support/goals.js';
import { addParties, delivery, learner, OTHER_SCHOOL, PARTY, SCHOOL, slice } from './support/records.js';
import { purge, resultsBefore } from './support/retention.js';
import { inlinePlace } from './support/temporary.js';

const OSO = 'osoresultaat/toetsscore';
const text = fc.oneof(fc.constantFrom('7', '40', 'goed', 'a "quote" and \\', 'é\n'), fc.string());
const optional: { requiredKeys: never[] } = { requiredKeys: [] };

/** Figures as they are sent, and such as nobody sends: of any kind, twice, at other places. */
const value: fc.Arbitrary<Value> = fc.oneof(
  text.map((said): Value => ({ kind: 'score', value: said, sourcePath: 'score' })),
  text.map((said): Value => ({ kind: 'numberItems', value: said, sourcePath: `${OSO}/aantalopgaven` })),
  text.map((said): Value => ({ kind: 'numberCorrect', value: said, sourcePath: `${OSO}/aantalgoed` })),
  text.map((said): Value => ({ kind: 'durationSeconds', value: said, unit: 's', sourcePath: `${OSO}/tijd` })),
  text.map((said): Value => ({ kind: 'durationSeconds', value: said, sourcePath: `${OSO}/tijd` })),
  fc.tuple(text, text).map(([said, scale]): Value => ({ kind: 'skillScore', value: said, scale, sourcePath: `${OSO}/vaardigheidsscore` })),
  fc.tuple(text, fc.integer({ min: 1, max: 3 })).map(
    ([said, at]): Value => ({
      ...{ kind: 'reference', value: said, scale: 'Percentiel', comparedWith: 'Landelijk' },
      sourcePath: `osoresultaat/referentiescore[${at}]/waarde`,
    }),
  ),
  fc.tuple(text, text).map(([said, meaning]): Value => ({ kind: 'other', value: said, meaning, sourcePath: 'anderresultaat/x' })),
);
const odd = fc.record({
  values: fc.array(value, { maxLength: 6 }),
  context: fc.oneof(
    fc.record({ extra: fc.constant([]) }),
    fc.record({ extra: fc.constant([]), itemCount: text, correct: text, instructionSeconds: text }, { requiredKeys: ['extra'] }),
    fc.record({ extra: fc.array(fc.record({ name: text, value: text }), { maxLength: 2 }) }),
  ),
  more: fc.record(
    {
      eckId: text,
      norm: fc.record({ term: text, description: text }, { requiredKeys: ['term'] }),
      detailUrl: text,
      losses: fc.array(fc.record({ path: text, reason: text }), { maxLength: 2 }),
      status: fc.constantFrom('final' as const, 'withdrawn' as const),
      date: fc.constantFrom('2026-01-14', '2024-02-29', '2026-01-14Z', '2026-01-14+01:00', '12026-01-14', '-0044-03-15', '0044-03-15'),
      goalLinks: fc.constant([GOAL_LINK]),
      signals: fc.constant([SIGNAL]),
      school: fc.constant('99ZZ'),
      fieldOfLater: fc.record({ says: text }, optional),
    },
    optional,
  ),
  without: fc.subarray(['schoolYear', 'context', 'goalLinks', 'signals', 'status', 'losses', 'values'] as const),
});
const base = translated(fullMessage()).results[0] as Result;

/** Through the texts that are kept, and back. */
function again(result: Result, school = base.school): Result {
  const { id, learner: of, date, eckId = null } = result;
  const frame = { id, school, learner: of, eckId, day: dayNumber(date) };
  return expanded(frame, JSON.parse(sharedText(result)), JSON.parse(ownText(result, school)));
}

describe('a result that is kept in small texts', () => {
  test('is, letter for letter, what it was, whatever a message holds', () => {
    let count = 0;
    for (let seed = 0; seed < 60; seed += 1) {
      const message = seed === 0 ? fullMessage() : generateMessage(leerresultatenVerzoek, seed % 2 === 0 ? '2.2' : '2.3', new Random(seed));
      for (const result of translated(message).results) {
        expect(JSON.stringify(again(result))).toBe(JSON.stringify(result));
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(60);
  });

  test('is what it was, also where it is like no other', () => {
    fc.assert(
      fc.property(odd, ({ values, context, more, without }) => {
        const result: Record<string, unknown> = { ...base, values, context, ...more };
        for (const field of without) delete result[field];
        expect(again(result as unknown as Result)).toEqual(result);
      }),
      { numRuns: 300 },
    );
  });

  test('takes a few letters of its own when it is a score', () => {
    const score: Result = { ...base, values: [{ kind: 'score', value: '34', sourcePath: 'score' }] };
    const { norm: _, detailUrl: __, ...bare } = score;
    expect(ownText({ ...bare, losses: [] }, base.school)).toBe('{"s":"34"}');
  });
});

test('ids keep their letters: a UUID in 16 bytes, and no other text in as many', () => {
  const uuid = '5f0c3a52-3a4e-5d5a-9a55-0123456789ab';
  expect([idBytes(uuid).length, idText(idBytes(uuid))]).toEqual([16, uuid]);
  const ids = fc.oneof(
    fc.uuid(),
    fc.string({ minLength: 1 }),
    fc.string({ minLength: 15, maxLength: 17 }),
    fc.constantFrom(uuid.toUpperCase()),
    fc.tuple(fc.nat(35), fc.constantFrom(...'-gA0f/:`@')).map(([at, letter]) => uuid.slice(0, at) + letter + uuid.slice(at + 1)),
  );
  fc.assert(
    fc.property(ids, ids, (one, other) => {
      const known = Buffer.from(one).toString() === one;
      if (known) expect(idText(idBytes(one))).toBe(one);
      if (known && one !== other) expect(idBytes(one).equals(idBytes(other))).toBe(false);
    }),
  );
});

test('days go in the order of their dates, and a year of five digits is not over', () => {
  const date = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  const day = date.map((moment) => moment.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, day, (one, other) => {
      expect(dayText(dayNumber(one))).toBe(one);
      expect(Math.sign(dayNumber(one) - dayNumber(other))).toBe(one === other ? 0 : one < other ? -1 : 1);
    }),
  );
  const now = dayNumber('2026-11-30');
  for (const later of ['12026-01-01', 'not a day', '2026-1x-01']) expect(dayNumber(later)).toBeGreaterThan(now);
  for (const same of ['2026-11-30Z', '2026-11-30+01:00']) expect(dayNumber(same)).toBe(now);
  expect(dayNumber('-0044-03-15')).toBeLessThan(dayNumber('0044-03-15'));
});

describe('a store', () => {
  let place: Awaited<ReturnType<typeof inlinePlace>>;
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

  test('gives back what it was given, in whatever slices it came', async () => {
    const kept = new Map<string, string>();
    for (let seed = 1; seed <= 25; seed += 1) {
      const message = generateMessage(leerresultatenVerzoek, '2.2', new Random(seed));
      const { results } = translated(message, { school: SCHOOL, party: PARTY });
      const rows = results.map((result, at): ResultRow => ({ result, assessment: `a${at % 3}`, key: `${seed} ${at}` }));
      const learners = [...new Set(results.map(({ learner: alias }) => alias))].map((alias) => learner(alias));
      const size = 1 + (seed % 4);
      const slices = rows.flatMap((_, at) => (at % size === 0 ? [slice(rows.slice(at, at + size), learners)] : []));
      await store.commit(delivery(`m${seed}`, { slices }));
      for (const result of results) kept.set(result.id, JSON.stringify(result));
    }
    const texts = await store.rights.keptTexts({ school: SCHOOL, of: 'results', limit: 10_000 });
    const newest = new Map(texts.map(({ id, document }) => [id, document]));
    expect(newest.size).toBeGreaterThan(25);
    expect(newest).toEqual(kept);
    expect((await store.diagnose()).filter(({ ok }) => !ok)).toEqual([]);
  });

  test('keeps which ECK iD a result came with, also when the pupil has another by now', async () => {
    const result = (id: string, eckId?: string): ResultRow => ({
      result: { ...base, id, school: SCHOOL, learner: 'verhuisd', ...(eckId === undefined ? {} : { eckId }) },
      assessment: 'a1',
      key: id,
    });
    const { eckId: _, ...nameless } = result('zonder').result;
    const slices = [slice([result('eerst', 'eck-oud'), { ...result('zonder'), result: nameless }, result('toen', 'eck-nieuw')])];
    await store.commit(delivery('verhuizing', { slices }));
    const found = await store.results({ school: SCHOOL, learner: 'verhuisd', limit: 10 });
    expect(found.items.map(({ id, eckId }) => [id, eckId])).toEqual([
      ['eerst', 'eck-oud'],
      ['zonder', undefined],
      ['toen', 'eck-nieuw'],
    ]);
  });

  test('finds every revision of a result, and only those', async () => {
    const revision = (score: string): ResultRow => ({
      result: { ...base, id: 'herzien', school: SCHOOL, learner: 'a1', values: [{ kind: 'score', value: score, sourcePath: 'score' }] },
      assessment: 'a1',
      key: 'herzien',
    });
    for (const score of ['1', '2', '3']) await store.commit(delivery(`herzien ${score}`, { slices: [slice([revision(score)])] }));
    const revisions = await store.revisions(SCHOOL, 'herzien');
    expect(revisions.map(({ revision: number, values, supersedes }) => [number, values[0]?.value, supersedes])).toEqual([
      [1, '1', undefined],
      [2, '2', 1],
      [3, '3', 2],
    ]);
    expect(await store.revisionExchanges(SCHOOL, 'herzien')).toEqual(['herzien 1', 'herzien 2', 'herzien 3']);
  });

  describe('an ECK iD', () => {
    const eckIds = (school: string): readonly string[] => {
      const db = new SqliteDatabase(place.file, { readonly: true });
      try {
        const sql = 'SELECT k.eck_id FROM learner_eck_ids k JOIN learners l ON l.seq = k.learner WHERE l.school = ? ORDER BY k.eck_id';
        return db.prepare<[string], string>(sql).pluck().all(school);
      } finally {
        db.close();
      }
    };
    const came = (id: string, eckId: string, date: string): ResultRow => ({
      result: { ...base, id, school: OTHER_SCHOOL, learner: 'e1', eckId, date },
      assessment: 'a1',
      key: id,
    });
    const bring = (content: string) =>
      store.commit(
        delivery(content, {
          school: OTHER_SCHOOL,
          content,
          slices: [slice([came('oud', 'eck-van-toen', '2024-01-10'), came('nieuw', 'eck-van-nu', '2026-01-10')], [learner('e1')])],
        }),
      );

    test('goes with the last result that came with it, as a pupil may have had another one before', async () => {
      await bring('eck 1');
      expect(eckIds(OTHER_SCHOOL)).toEqual(['eck-van-nu', 'eck-van-toen']);
      await purge(store, [resultsBefore('2025-01-01', OTHER_SCHOOL)]);
      expect(eckIds(OTHER_SCHOOL)).toEqual(['eck-van-nu']);
      const { items } = await store.results({ school: OTHER_SCHOOL, limit: 10 });
      expect(items.map(({ id, eckId }) => [id, eckId])).toEqual([['nieuw', 'eck-van-nu']]);
    });

    test('of an erased pupil goes where it came with results of another', async () => {
      await bring('eck 2');
      await store.commit(delivery('eck 3', { school: OTHER_SCHOOL, content: 'eck 3', slices: [slice([], [learner('e2')])] }));
      const texts = await store.rights.keptTexts({ school: OTHER_SCHOOL, of: 'results', limit: 10 });
      const rewritten = texts.map(({ seq, document }): Rewritten => {
        const { eckId, ...rest } = JSON.parse(document) as Result;
        return { of: 'results', seq, document: eckId === 'eck-van-toen' ? JSON.stringify(rest) : document, forgetKey: false };
      });
      const person = { names: ['e2'] };
      const none = { receiverAliases: [], aliasReceivers: [], withdrawals: [], agreed: [] };
      const when = { at: '2026-11-22T03:00:00.000Z', noticesUntil: '2027-01-01T00:00:00.000Z', dryRun: false };
      const erased = await store.rights.erase({
        ...{ id: 'kwijting', school: OTHER_SCHOOL, person, hashKey: Buffer.alloc(32, 7), digests: ['d'], rewritten, ...none, ...when },
      });
      expect(erased.kind).toBe('erased');
      expect(eckIds(OTHER_SCHOOL)).toEqual(['eck-van-nu']);
    });

    test('goes from results too when the key of the school is destroyed', async () => {
      await bring('eck 4');
      expect(await store.destroySchoolKey(OTHER_SCHOOL, '2026-11-22T03:00:00.000Z')).toBe(true);
      expect(eckIds(OTHER_SCHOOL)).toEqual([]);
      expect((await store.diagnose()).filter(({ ok }) => !ok)).toEqual([]);
    });
  });
});

describe('the place of a result among the ids of its source', () => {
  test('is that of all whose keys differ in their last three digits only', () => {
    for (const stem of ['m1-', 'sessie 12/', '20250', 'ééé']) {
      const places = Array.from({ length: 1_000 }, (_, at) => placeOfKey(`${stem}${String(at).padStart(3, '0')}`));
      expect(new Set(places).size).toBe(1);
      expect([placeOfKey(`${stem}x7`), placeOfKey(`${stem}x89`)]).toEqual([placeOfKey(`${stem}x`), placeOfKey(`${stem}x`)]);
    }
  });

  test('is one of 32 that other keys spread over, and never that of keys that nobody can read', () => {
    const places = Array.from({ length: 2_000 }, (_, at) => placeOfKey(`delivery ${at} of a year-`));
    expect(new Set(places).size).toBe(32);
    expect([Math.min(...places), Math.max(...places)]).toEqual([1, 32]);
  });

  test('is the same for a key that comes back from the store with its broken letters replaced', () => {
    expect(placeOfKey('a\ud800b')).toBe(placeOfKey('a\ufffdb'));
  });

  test('leaves the id as it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uuid(), fc.stringMatching(/^[ -~]{1,20}$/)), fc.nat(32), (id, place) => {
        expect(placedIdText(Buffer.from(placedId(place, id), 'latin1'))).toBe(id);
      }),
    );
  });
});
