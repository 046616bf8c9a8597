import { afterEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { ActivityRow } from '../../src/goals/tagger.js';
import { acceptDelivery } from '../../src/store/postgres/accept/accept-delivery.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { tripsMade } from '../../src/store/postgres/connection/trip.js';
import type { Delivery, ResultRow, Slice } from '../../src/store/store.js';
import { describePostgres } from '../support/postgres.js';
import { BothDatabases, CONTENTS, type Sql } from './support/both-databases.js';
import { assessmentRow, delivery, learner, party, resultRow, school, slice } from './support/records.js';
import { signalRow } from './support/signals.js';

const SCHOOLS = ['99S1', '99S2'];
const PARTIES = ['p1', 'p2'];
const TARGETS = ['t1', 't2', 't3'];
const START = Date.parse('2026-11-22T08:00:00.000Z');

interface Said {
  readonly result: number;
  readonly learner: number;
  readonly assessment: number;
  readonly eckId: number | undefined;
  readonly activity: number | undefined;
  readonly sealed: boolean;
  readonly score: number;
}

interface Message {
  readonly do: 'message';
  readonly school: string;
  readonly party: string;
  readonly content: number | undefined;
  readonly moment: number;
  readonly acceptStale: boolean;
  readonly acceptSameMoment: boolean;
  readonly unordered: boolean;
  readonly aside: boolean;
  readonly requestKey: number | undefined;
  readonly assessments: readonly { readonly id: number; readonly name: number }[];
  readonly slices: readonly (readonly Said[])[];
  readonly targets: readonly string[];
  readonly strips: boolean;
  readonly signals: readonly { readonly id: number; readonly learner: number; readonly supersedes: number | undefined }[];
  readonly withdrawals: readonly number[];
  readonly seconds: number;
}

type Other =
  | 'a directory of yesterday'
  | 'an erasure'
  | 'a mark that is past'
  | 'a roster'
  | 'unplaced results'
  | 'results gone'
  | 'goals changed'
  | 'deliveries under way'
  | 'a target ended'
  | 'digests forgotten';
type Step = Message | { readonly do: Other };

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const said: fc.Arbitrary<Said> = fc.record({
  result: fc.nat(4),
  learner: fc.nat(2),
  assessment: fc.nat(2),
  eckId: maybe(fc.nat(1)),
  activity: maybe(fc.nat(2)),
  sealed: fc.boolean(),
  score: fc.nat(2),
});
const seldom = fc.constantFrom(false, false, false, true);
const message: fc.Arbitrary<Message> = fc.record({
  do: fc.constant('message' as const),
  school: fc.constantFrom(...SCHOOLS),
  party: fc.constantFrom(...PARTIES),
  content: maybe(fc.nat(3)),
  moment: fc.nat(30),
  acceptStale: fc.constantFrom(true, true, false),
  acceptSameMoment: fc.boolean(),
  unordered: fc.boolean(),
  aside: seldom,
  requestKey: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(2) }),
  assessments: fc.array(fc.record({ id: fc.nat(2), name: fc.nat(1) }), { maxLength: 3 }),
  slices: fc.array(fc.array(said, { maxLength: 5 }), { maxLength: 3 }),
  targets: fc.subarray(TARGETS),
  strips: fc.boolean(),
  signals: fc.array(fc.record({ id: fc.nat(3), learner: fc.nat(2), supersedes: maybe(fc.nat(3)) }), { maxLength: 2 }),
  withdrawals: fc.uniqueArray(fc.nat(3), { maxLength: 1 }),
  seconds: fc.nat(20),
});
const other: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom<Other>(
    'a directory of yesterday',
    'an erasure',
    'a mark that is past',
    'a roster',
    'unplaced results',
    'results gone',
    'goals changed',
    'deliveries under way',
    'a target ended',
    'digests forgotten',
  ),
});
const steps = fc.array(fc.oneof({ weight: 5, arbitrary: message }, { weight: 1, arbitrary: other }), {
  minLength: 15,
  maxLength: 30,
  size: 'max',
});

const FIRST = '(SELECT min(seq) FROM sources)';
/** As migrations place results whose keys nobody can read. */
const UNPLACED: Sql = {
  sqlite: `UPDATE results SET id = CAST(x'00' || substr(id, 2) AS BLOB) WHERE source = ${FIRST}; UPDATE sources SET irregular = 1 WHERE seq = ${FIRST}`,
  postgres: `UPDATE results SET id = set_byte(id, 0, 0) WHERE source = ${FIRST}; UPDATE sources SET irregular = 1 WHERE seq = ${FIRST}`,
};
const CHANGES: Readonly<Record<Exclude<Other, 'a directory of yesterday' | 'a mark that is past'>, Sql>> = {
  'an erasure': `INSERT INTO erasures (id, school, at, receipt) SELECT 'e' || count(*), '${SCHOOLS[0]}', 'now', '{}' FROM erasures`,
  'a roster': `INSERT INTO learner_aliases (school, alias, learner) SELECT id, 'alias-0', 'L0' FROM schools UNION ALL SELECT id, 'eck alias 1', 'L0' FROM schools WHERE true
    ON CONFLICT DO NOTHING`,
  'unplaced results': UNPLACED,
  'results gone': `
    DELETE FROM results WHERE current = 1 AND learner IN (SELECT seq FROM learners WHERE alias = 'alias-1');
    UPDATE sources SET irregular = 1`,
  'goals changed': "UPDATE goal_versions SET version = version + 1 WHERE kind <> 'profiles'",
  'deliveries under way': `
    UPDATE outbox SET state = 'delivered', settled_at = 1, attempts = 1 WHERE seq % 3 = 0;
    UPDATE outbox SET state = 'held' WHERE seq % 3 = 1 AND state = 'waiting';
    UPDATE delivery_lanes SET due_at = NULL WHERE target = 't1'`,
  'a target ended': "UPDATE targets SET ended_at = 'now' WHERE id = 't3'",
  'digests forgotten': 'UPDATE latest_created SET forgotten_ns = created_at_ns - 3',
};

/** The same three activities all the time, as the tagger gives them. */
const ACTIVITIES: readonly ActivityRow[] = [0, 1, 2].map((number) => ({
  digest: `activity ${number}`,
  document: JSON.stringify({ number }),
  links: Array.from({ length: number }, (_, nth) => ({
    goal: `goal ${nth}`,
    set: 'set',
    setVersion: '1',
    ...(nth === 1 && { supplierGoal: { id: 's', title: 'Een "doel"' }, mappingVersion: '3', validFrom: '2026-01-01' }),
    coverage: 'whole' as const,
    via: 'code' as const,
    assertedBy: 'party:p1',
    original: 'x',
  })) as unknown as ActivityRow['links'],
  taggedWith: { sets: 1, mappings: 1 },
}));

/** What is read without a key: rows of which there is one, or a few, and the last one of an index. */
const WHOLE: readonly string[] = ['directory_version Seq Scan', 'results_pkey Index Only Scan', 'retag_jobs_open Bitmap Index Scan'];

/** How many columns of an index a look-up gives: all of these. */
const KEYS = new Map([
  ['results_current', 2],
  ['learners_school_alias_key', 2],
  ['activities_school_party_digest_key', 3],
  ['sources_school_party_key', 2],
  ['deliveries_pkey', 2],
]);

/** Tables that a plan reads, each with how. */
function scansOf(plan: object): readonly string[] {
  const { Plans: inner = [], ...node } = plan as Readonly<Record<string, string>> & { readonly Plans?: readonly object[] };
  const table = node['Index Name'] ?? node['Relation Name'];
  const given = (node['Index Cond'] ?? '').split(' AND ').length;
  const isWhole = node['Index Cond'] !== undefined && given >= (KEYS.get(table ?? '') ?? 1);
  const isScan = node['Node Type']!.includes('Scan') && table !== undefined && node['Node Type'] !== 'Bitmap Heap Scan';
  const here = isScan ? [`${table} ${isWhole ? 'by key' : node['Node Type']}`] : [];
  return [...here, ...inner.flatMap(scansOf)];
}

await describePostgres('messages that PostgreSQL accepts', () => {
  let both: BothDatabases;
  let now = START;
  let messages = 0;

  const begin = async (): Promise<void> => {
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    now = START;
    messages = 0;
    both = await BothDatabases.open();
    for (const id of SCHOOLS) await both.write({ kind: 'school', school: school(id) }, ['*', id]);
    for (const id of PARTIES) await both.write({ kind: 'party', party: party(id) });
    await both.write({ kind: 'party', party: party('las', { role: 'las' }) });
    for (const id of TARGETS) {
      const target = { id, party: 'las', kind: 'las' as const, settings: new Uint8Array(), createdAt: new Date(START).toISOString() };
      await both.write({ kind: 'target', target });
    }
    await both.run(`INSERT INTO goal_sets (school, id, version, digest, imported_at, document, ledger) VALUES
      ('', 'set', '1', 'd', 0, '{}', '{}'), ('${SCHOOLS[1]}', 'set', '1', 'd', 0, '{}', '{}')`);
  };

  const rowOf = (of: Message, { result, learner: nth, assessment, eckId, activity, sealed, score }: Said): ResultRow => {
    const row = resultRow(`r${result}`, { school: of.school, party: of.party, learner: `alias-${nth}`, score: String(score) });
    const key = sealed
      ? { sealedKey: Buffer.from(`sealed ${score}`), identity: `key of r${result}`, key: undefined as never }
      : { key: row.key! };
    const tag = activity === undefined ? undefined : ACTIVITIES[activity]!;
    const { key: _, ...rest } = row as ResultRow & { key: string };
    return {
      ...rest,
      ...(sealed ? { sealedKey: key.sealedKey!, identity: key.identity! } : { key: key.key }),
      result: {
        ...row.result,
        activity: { ...row.result.activity, code: `T${activity}` },
        ...(eckId !== undefined && { eckId: `eck ${eckId}` }),
      },
      assessment: `test ${assessment}`,
      ...(tag !== undefined && { activity: tag }),
    } as ResultRow;
  };
  const sliceOf = (of: Message, all: readonly Said[]): Slice => ({
    learners: all.map((one) =>
      learner(`alias-${one.learner}`, {
        ...(one.eckId !== undefined && { eckId: `eck ${one.eckId}`, eckAlias: `eck alias ${one.eckId}` }),
        ...(one.sealed && { sealedId: Buffer.from([one.score, 255]) }),
      }),
    ),
    results: all.map((one) => rowOf(of, one)),
  });
  const signalsOf = (of: Message): Partial<Delivery> => {
    if (of.signals.length + of.withdrawals.length === 0) return {};
    const signals = of.signals.map(({ id, learner: nth, supersedes }) =>
      signalRow(`s${id}`, {
        ...{ learner: `alias-${nth}`, basis: [`r${id}`], raisedAt: new Date(START + of.moment).toISOString() },
        ...(supersedes !== undefined && { supersedes: `s${supersedes}` }),
      }),
    );
    const learners = signals.map((one) => learner(one.learner, { sealedId: Buffer.from([of.moment]) }));
    return { signals: { signals, learners, withdrawals: of.withdrawals.map((id) => `s${id}`), targets: of.targets } };
  };
  const messageOf = (of: Message, more: Partial<Delivery> = {}): Delivery => {
    const { acceptSameMoment, unordered, aside } = of;
    const made = delivery(`m${messages}`, {
      ...{ school: of.school, party: of.party, acceptStale: of.acceptStale, targets: of.targets },
      content: of.content === undefined ? `content of m${messages}` : `content ${of.content}`,
      createdAtNs: 1_759_312_345_123_456_000n + BigInt(of.moment),
      ...(of.requestKey !== undefined && { requestKey: `key ${of.requestKey}` }),
      // Tests 0 and 1 are versions of one.
      assessments: of.assessments.map(({ id, name }) => ({ ...assessmentRow(`test ${id}`, `name ${name}`), code: id === 2 ? 'B' : 'A' })),
      slices: of.slices.map((one) => sliceOf(of, one)),
      strips: () => (of.strips ? [{ path: 'a/b', rule: 'r', count: 2 }] : []),
      exchange: { resultCount: of.slices.flat().length, fields: ['a/b', `c/${of.slices.length}`], durationMs: 1.5 },
    });
    return { ...made, acceptSameMoment, unordered, aside, ...signalsOf(of), ...more };
  };
  const take = async (step: Step): Promise<void> => {
    messages += 1;
    if (step.do === 'message') {
      now += step.seconds * 1_000;
      const [sqlite, postgres] = await both.accept(() => messageOf(step));
      expect(postgres).toEqual(sqlite);
    } else if (step.do === 'a directory of yesterday' || step.do === 'a mark that is past') {
      const [of] = fc.sample(message, { numRuns: 1, seed: messages });
      const more = step.do === 'a mark that is past' ? { erasures: 7 } : { directory: 1 };
      const [sqlite, postgres] = await both.accept(() => messageOf(of!, more));
      expect(postgres).toEqual(sqlite);
    } else {
      await both.run(CHANGES[step.do]);
      await both.write({ kind: 'rename-school', id: SCHOOLS[0]!, name: `name ${messages}` }, ['*', SCHOOLS[0]!]);
    }
  };
  /** Tables that had something in them, at some time. */
  const filled = new Set<string>();
  const compare = async (): Promise<void> => {
    for (const [table, sql] of Object.entries(CONTENTS)) {
      const [sqlite, postgres] = await both.rows(sql);
      expect({ table, rows: postgres }).toEqual({ table, rows: sqlite });
      if (postgres!.length > 0) filled.add(table);
    }
  };

  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('leave the same as in SQLite, whatever comes', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        await begin();
        try {
          for (const step of all) await take(step);
          await compare();
        } finally {
          await both.close();
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
    expect([...filled].sort()).toEqual(Object.keys(CONTENTS).sort());
  });

  test('take two trips, three where a key was of another pupil, and one more for each slice', async () => {
    await begin();
    const trips = async (rows: readonly (readonly ResultRow[])[], more: Parameters<typeof delivery>[1] = {}): Promise<number> => {
      const before = tripsMade();
      messages += 1;
      const message = delivery(`m${messages}`, {
        school: '99S1',
        party: 'p1',
        targets: TARGETS,
        slices: rows.map((one) => slice(one)),
        ...more,
      });
      expect(await acceptDelivery(both.pool, message, 'gateway')).toMatchObject({ kind: 'stored' });
      return tripsMade() - before;
    };
    const row = (id: string, pupil = 'alias-1') => resultRow(id, { school: '99S1', party: 'p1', learner: pupil });
    expect(await trips([[row('r1'), row('r2'), row('r1')]], { requestKey: 'k', assessments: [assessmentRow('assessment-1', 'a')] })).toBe(
      2,
    );
    expect(await trips([[row('r1'), row('r3')]])).toBe(2);
    expect(await trips([[row('r1', 'alias-2')]])).toBe(3);
    expect(await trips([])).toBe(2);
    expect(await trips([[row('r4')], [row('r5')], [row('r6')]])).toBe(6);
    await both.close();
  });

  test('of which many come at once are stored once', async () => {
    await begin();
    const ids = Array.from({ length: 50 }, (_, index) => `e${index}`);
    const make = (id: string) => delivery(id, { school: '99S1', party: 'p1', content: 'same', requestKey: 'k1' });
    const committed = await Promise.all(ids.map((id) => acceptDelivery(both.pool, make(id), 'gateway')));
    expect(committed.map(({ kind }) => kind).sort()).toEqual([...Array.from({ length: 49 }, () => 'answered'), 'stored']);
    const [, results] = await both.rows('SELECT count(*) FROM results');
    expect(results).toEqual(['1']);
    await both.close();
  });

  test('of several schools share transactions, and one that cannot be stored spoils none of the others', async () => {
    await begin();
    const before = tripsMade();
    const committed = await Promise.all(
      SCHOOLS.flatMap((id) =>
        [1, 2, 3, 4, 5].map((nth) => {
          const row = resultRow(`r${nth}`, { school: id, party: 'p1', learner: `alias-${nth}` });
          const slices = [id === '99S1' && nth === 3 ? slice([row], []) : slice([row])];
          return acceptDelivery(
            both.pool,
            delivery(`${id} ${nth}`, { school: id, party: 'p1', acceptStale: true, slices }),
            'gateway',
          ).then(
            ({ kind }) => kind,
            ({ code }) => code,
          );
        }),
      ),
    );
    expect(committed).toEqual(SCHOOLS.flatMap((id) => [1, 2, 3, 4, 5].map((nth) => (id === '99S1' && nth === 3 ? 'unknown' : 'stored'))));
    // The first two have a transaction each; after that there is one for both schools, but for the one that is done over.
    expect(tripsMade() - before).toBeLessThan(2 * 10 + 2);
    const [, results] = await both.rows(
      'SELECT o.school, l.alias FROM results r JOIN sources o ON o.seq = r.source JOIN learners l ON l.seq = r.learner ORDER BY o.school, r.seq',
    );
    expect(results).toEqual(
      SCHOOLS.flatMap((id) => [1, 2, 3, 4, 5].filter((nth) => id === '99S2' || nth !== 3).map((nth) => `${id} | alias-${nth}`)),
    );
    await both.close();
  });

  test('to three nodes at once, each of them to all, are stored once each', async () => {
    await begin();
    const nodes = [both.pool, ...[1, 2].map(() => openPool(both.url))];
    const contents = Array.from({ length: 20 }, (_, nth) => nth);
    const committed = await Promise.all(
      contents.flatMap((nth) => {
        const of = { school: SCHOOLS[nth % 2]!, party: 'p1', content: `content ${nth}`, acceptStale: true };
        return nodes.map((node, at) => acceptDelivery(node, delivery(`${nth} ${at}`, of), 'gateway'));
      }),
    );
    expect(committed.filter(({ kind }) => kind === 'stored')).toHaveLength(contents.length);
    expect(committed.filter(({ kind }) => kind === 'repeated')).toHaveLength(2 * contents.length);
    const [, entries] = await both.rows(
      "SELECT outcome, count(*) FROM audit WHERE operation = 'BrengLeerresultaten' GROUP BY outcome ORDER BY outcome",
    );
    expect(entries).toEqual([`accepted | ${contents.length}`, `repeated | ${2 * contents.length}`]);
    await Promise.all(nodes.slice(1).map((node) => node.close()));
    await both.close();
  });

  test('are stored once though the database gives their transaction up, and not at all when it goes on doing so', async () => {
    await begin();
    await both.runOnPostgres(`
      CREATE SEQUENCE tries;
      CREATE TABLE given_up (most bigint); INSERT INTO given_up VALUES (2);
      CREATE FUNCTION give_up() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('tries') <= (SELECT most FROM given_up) THEN RAISE EXCEPTION 'given up' USING ERRCODE = '40001'; END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER given_up AFTER INSERT ON exchanges FOR EACH ROW EXECUTE FUNCTION give_up();`);
    const make = (id: string) => delivery(id, { school: '99S1', party: 'p1' });
    expect(await acceptDelivery(both.pool, make('e1'), 'gateway')).toEqual({ kind: 'stored', results: 1, revised: 0 });
    await both.runOnPostgres('UPDATE given_up SET most = 1000');
    await expect(acceptDelivery(both.pool, make('e2'), 'gateway')).rejects.toMatchObject({ code: 'busy' });
    const [, left] = await both.rows('SELECT exchange FROM audit WHERE exchange IS NOT NULL UNION ALL SELECT id FROM exchanges');
    expect(left).toEqual(['e1', 'e1']);
    await both.close();
  });

  test('of a school never seem to be stored before those that came earlier, when the clock is set back', async () => {
    await begin();
    const accept = (id: string, of: string) => acceptDelivery(both.pool, delivery(id, { school: of, party: 'p1' }), 'gateway');
    await accept('e1', '99S1');
    now -= 3_600_000;
    await accept('e2', '99S1');
    await accept('e3', '99S2');
    const [, stored] = await both.rows('SELECT id, stored_at FROM exchanges ORDER BY id');
    expect(stored).toEqual([`e1 | ${START}`, `e2 | ${START}`, `e3 | ${START - 3_600_000}`]);
    await both.close();
  });

  test('are looked up by index alone, also where plans are made while tables are small', async () => {
    await begin();
    const pool = openPool(both.url, { connections: 1 });
    const row = (id: string, pupil: string) => {
      const made = resultRow(id, { school: '99S1', party: 'p1', learner: pupil });
      return { ...made, result: { ...made.result, eckId: 'eck' }, activity: ACTIVITIES[2]! };
    };
    const of = { school: '99S1', party: 'p1', targets: TARGETS, requestKey: 'k', assessments: [assessmentRow('assessment-1', 'a')] };
    const send = (id: string, rows: readonly ResultRow[], more: object = {}) =>
      acceptDelivery(pool, delivery(id, { ...of, requestKey: id, slices: [slice(rows)], ...more }), 'gateway');
    await send('e1', [row('r1', 'alias-1')]);
    await send('e2', [row('r1', 'alias-2')], { assessments: [assessmentRow('assessment-1', 'b')] });
    const scans = await pool.with('test', async (client) => {
      await client.query('BEGIN');
      const { rows } = await client.query<{ statement: string }>(
        "SELECT statement FROM pg_prepared_statements WHERE statement ~* '^\\s*(WITH|SELECT|INSERT|UPDATE)'",
      );
      const found: string[] = [];
      for (const { statement } of rows) {
        const plan = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: object }[] }>(
          `EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${statement}`,
        );
        found.push(...scansOf(plan.rows[0]!['QUERY PLAN'][0]!.Plan));
      }
      await client.query('ROLLBACK');
      return found;
    });
    expect(scans.length).toBeGreaterThan(20);
    // Of one row, or the last row of an index.
    expect([...new Set(scans.filter((scan) => !scan.endsWith('by key')))].sort()).toEqual(WHOLE);
    await pool.close();
    await both.close();
  });
});
