import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { ACCEPT_ALL } from '../../src/retention/purge-guard.js';
import { forecastPurge, runPurge } from '../../src/retention/run-purge.js';
import type { Store } from '../../src/store/store.js';
import { addParties, delivery, exchange, OTHER_SCHOOL, SCHOOL, slice } from './support/records.js';
import { dated, ofExercise, terms } from './support/retention.js';
import { inlinePlace } from './support/temporary.js';

const DAY_MS = 86_400_000;
const NOW = new Date('2026-11-22T03:00:00.000Z');
const SCHOOLS = [SCHOOL, OTHER_SCHOOL];

interface Message {
  readonly school: string;
  readonly age: number;
  readonly refused: boolean;
  readonly results: readonly { readonly key: number; readonly learner: number; readonly age: number; readonly exercise: boolean }[];
}

interface ResultRow {
  readonly school: string;
  readonly id: string;
  readonly revision: number;
  readonly current: number;
  readonly date: string;
  readonly exercise: number;
  readonly exchange: number;
  readonly learner: number;
}

const RESULTS = `
  SELECT o.school, CAST(r.id AS TEXT) AS id, r.revision, r.current, date(r.day * 86400, 'unixepoch') AS date, h.exercise, r.exchange, r.learner
  FROM results r JOIN sources o ON o.seq = r.source JOIN result_shared h ON h.seq = r.shared`;

const days = fc.integer({ min: 1, max: 900 });
const message: fc.Arbitrary<Message> = fc.record({
  school: fc.constantFrom(...SCHOOLS),
  age: fc.integer({ min: 0, max: 1200 }),
  refused: fc.boolean(),
  results: fc.array(
    fc.record({
      key: fc.integer({ min: 0, max: 12 }),
      learner: fc.integer({ min: 0, max: 6 }),
      age: fc.integer({ min: 0, max: 1900 }),
      exercise: fc.boolean(),
    }),
    {
      maxLength: 8,
    },
  ),
});
const scene = fc.record({
  messages: fc.array(message, { minLength: 1, maxLength: 12 }),
  gateway: fc.record({
    results: days,
    exchanges: days,
    'results-exercises': days,
    'results-leavers': fc.integer({ min: 0, max: 730 }),
  }),
  own: fc.option(fc.record({ class: fc.constantFrom('results' as const, 'exchanges' as const, 'results-exercises' as const), days })),
  held: fc.option(fc.constantFrom(...SCHOOLS)),
});

/** The last result of a learner goes, as an exercise of a year that ended, and the one before it is older than the term of leavers. */
const LAST_WAS_AN_EXERCISE = {
  messages: [
    {
      school: '99AB',
      age: 0,
      refused: false,
      results: [
        { key: 0, learner: 4, age: 114, exercise: true },
        { key: 1, learner: 4, age: 115, exercise: false },
      ],
    },
  ],
  gateway: { results: 114, exchanges: 1, 'results-exercises': 1, 'results-leavers': 114 },
  own: null,
  held: null,
};

/** Whether the school year of a day ended so many days ago, by the calendar: it ends with 31 July in the Netherlands. */
function schoolYearIsOver(date: string, term: number): boolean {
  const [year = 0, month = 0] = date.split('-').map(Number);
  const end = Date.parse(`${month >= 8 ? year + 1 : year}-08-01T00:00:00+02:00`);
  return end + term * DAY_MS <= NOW.getTime();
}

/** The day in the Netherlands. */
function dayOf(moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Amsterdam' }).format(moment);
}

function daysAgo(age: number): Date {
  return new Date(NOW.getTime() - age * DAY_MS);
}

describe('whatever the dates, the terms and the hold, a purge', () => {
  let place: Awaited<ReturnType<typeof inlinePlace>>;
  let store: Store;

  beforeEach(async () => {
    place = await inlinePlace();
    store = await place.open();
    await addParties(store);
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });

  const rows = <T>(sql: string): readonly T[] => {
    const db = new SqliteDatabase(place.file, { readonly: true });
    try {
      return db.prepare<[], T>(sql).all();
    } finally {
      db.close();
    }
  };

  /** Empties the store, and fills it with these messages, the oldest first. */
  const fill = async (messages: readonly Message[]): Promise<void> => {
    const db = new SqliteDatabase(place.file);
    for (const table of [
      'results',
      'result_shared',
      'assessments',
      'learners',
      'deliveries',
      'exchanges',
      'latest_created',
      'retention_terms',
    ])
      db.exec(`DELETE FROM ${table}`);
    const ordered = messages.toSorted((one, other) => other.age - one.age);
    for (const [index, { school, refused, results }] of ordered.entries()) {
      if (refused) await store.record(exchange(`m${index}`, { school }));
      else {
        const made = results.map(({ key, learner, age, exercise }) => {
          const of = { school, learner: `${school} a${learner}`, assessment: `a${key % 3}` };
          const row = dated(`${school} r${key}`, daysAgo(age).toISOString().slice(0, 10), of);
          return exercise ? ofExercise(row) : row;
        });
        const distinct = [...new Map(made.map((row) => [row.result.id, row])).values()];
        await store.commit(
          delivery(`m${index}`, { school, content: `${index}`, createdAtNs: BigInt(index + 1), slices: [slice(distinct)] }),
        );
      }
      db.prepare('UPDATE exchanges SET stored_at = ? WHERE id = ?').run(daysAgo(ordered[index]!.age).getTime(), `m${index}`);
    }
    db.close();
  };

  test('removes exactly what is older than the shorter term, nothing of a school that is held, and what it said it would', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ messages, gateway, own, held }) => {
        await fill(messages);
        for (const school of SCHOOLS) await store.holdSchool(school, school === held ? NOW.toISOString() : undefined);
        if (own !== null) await store.setRetentionTerm({ school: SCHOOL, ...own, setAt: NOW.toISOString() });
        const termOf = (school: string, of: keyof typeof gateway) =>
          school === SCHOOL && own?.class === of ? Math.min(own.days, gateway[of]) : gateway[of];

        const all = rows<ResultRow>(RESULTS);
        // No roster says when anybody left: the last result of each does.
        const leaverDay = (school: string) => dayOf(daysAgo(termOf(school, 'results-leavers')));
        const present = new Set(all.filter((row) => row.current === 1 && row.date >= leaverDay(row.school)).map((row) => row.learner));
        const isOver = [
          (row: ResultRow) => !present.has(row.learner) && (row.current === 1 || row.date < leaverDay(row.school)),
          (row: ResultRow) => row.exercise === 1 && schoolYearIsOver(row.date, termOf(row.school, 'results-exercises')),
          (row: ResultRow) => schoolYearIsOver(row.date, termOf(row.school, 'results')),
        ];
        const over = (row: ResultRow) => row.school !== held && isOver.some((one) => one(row));
        const gone = new Set(all.filter((row) => row.current === 1 && over(row)).map(({ school, id }) => `${school} ${id}`));
        const kept = all.filter((row) => !over(row) && !gone.has(`${row.school} ${row.id}`));
        const exchanges = rows<{ seq: number; id: string; school: string; stored_at: number }>('SELECT * FROM exchanges');
        const keptExchanges = exchanges.filter(
          ({ seq, school, stored_at }) =>
            school === held || stored_at >= daysAgo(termOf(school, 'exchanges')).getTime() || kept.some((row) => row.exchange === seq),
        );
        const learners = rows<{ seq: number; school: string }>('SELECT seq, school FROM learners ORDER BY seq');
        const keptLearners = learners.filter(({ seq, school }) => school === held || kept.some((row) => row.learner === seq));

        const options = { terms: terms(gateway), now: NOW, accept: ACCEPT_ALL };
        const forecast = await forecastPurge(store, options);
        const report = await runPurge(store, options);

        const nameOf = ({ school, id, revision }: ResultRow) => `${school} ${id} ${revision}`;
        expect(rows<ResultRow>(RESULTS).map(nameOf).sort()).toEqual(kept.map(nameOf).sort());
        expect(
          rows<{ id: string }>('SELECT id FROM exchanges')
            .map(({ id }) => id)
            .sort(),
        ).toEqual(keptExchanges.map(({ id }) => id).sort());
        expect(rows<{ seq: number }>('SELECT seq FROM learners ORDER BY seq').map(({ seq }) => seq)).toEqual(
          keptLearners.map(({ seq }) => seq),
        );
        expect(report).toMatchObject({ outcome: 'done', held: held === null ? [] : [held] });
        const said = ({ lines }: { readonly lines: readonly { class: string; school?: string; removed: object }[] }) =>
          lines.map((line) => JSON.stringify([line.school, line.class, Object.entries(line.removed).sort()])).sort();
        expect(said(forecast)).toEqual(said(report!));
        // A second one finds nothing more, but of learners whose last result was an exercise that went: now they left before that.
        const wasLast = (row: ResultRow) => !kept.some(({ learner, date }) => learner === row.learner && date >= leaverDay(row.school));
        const leaveNow = kept.filter((row) => row.school !== held && row.current === 1 && present.has(row.learner) && wasLast(row));
        const second = (await runPurge(store, options))?.lines ?? [];
        expect(second.some((line) => line.class === 'results-leavers')).toBe(leaveNow.length > 0);
        if (leaveNow.length === 0) expect(second).toEqual([]);
        else expect((await runPurge(store, options))?.lines).toEqual([]);
      }),
      { numRuns: 15, examples: [[LAST_WAS_AN_EXERCISE]] },
    );
    expect((await store.diagnose()).filter((diagnosis) => !diagnosis.ok)).toEqual([]);
  });
});
