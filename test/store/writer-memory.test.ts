import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import * as fc from 'fast-check';
import { openForWriting } from '../../src/store/sqlite/connection/connection.js';
import { ScriptRunner } from '../../src/store/sqlite/connection/script-runner.js';
import { Kept, WriterMemory } from '../../src/store/sqlite/connection/writer-memory.js';
import { prepareDatabaseFile } from '../../src/store/sqlite/files/data-files.js';
import type { Reply, Request } from '../../src/store/sqlite/writer/protocol.js';
import { WriteEngine } from '../../src/store/sqlite/writer/write-engine.js';
import { fieldsText } from '../../src/store/tables/audit/audit-entry.js';
import { verifyAudit } from '../../src/store/tables/audit/audit-verifier.js';
import { assessmentCells } from '../../src/store/tables/cells.js';
import { exchangeCells } from '../../src/store/tables/exchanges/exchange-columns.js';
import type { Operation, Stamped } from '../../src/store/tables/operation.js';
import { SlicePacker } from '../../src/store/tables/results/slice-packer.js';
import { delivery, digestOf, learner, OTHER_SCHOOL, PARTY, party, resultRow, SCHOOL, school, slice } from './support/records.js';
import { inlinePlace } from './support/temporary.js';

type Place = Awaited<ReturnType<typeof inlinePlace>>;

const SCHOOLS = [SCHOOL, OTHER_SCHOOL];
const FIELDS = [undefined, [], ['results/score'], ['results/score', 'results/date']];
const AT = '2026-04-01T08:00:00.000Z';

/** Marks of the first erasures of a school. */
const MARKS = [1_048_576, 1_048_577, 2_097_152];

/** Versions of the directory once schools and party are there, and once somebody changed it. */
const DIRECTORIES = [4, 5, 6];

/** What another program may do to the file of the store. */
const FOREIGN = [
  `INSERT INTO erasures (id, school, at, receipt) SELECT 'by hand ' || (SELECT count(*) FROM erasures), '${SCHOOL}', '${AT}', '{}'`,
  `INSERT INTO erased_names (school, digest, erasure) SELECT school, 'a name', seq FROM erasures WHERE school = '${SCHOOL}' LIMIT 1 ON CONFLICT DO NOTHING`,
  'DELETE FROM erased_names',
  `UPDATE schools SET name = 'by hand' WHERE id = '${SCHOOL}'`,
  'UPDATE latest_created SET forgotten_ns = created_at_ns + 1',
  'DELETE FROM latest_created',
  'DELETE FROM audit_fields WHERE hash NOT IN (SELECT fields FROM audit WHERE fields IS NOT NULL)',
  `INSERT INTO learner_aliases (school, alias, learner) VALUES ('${SCHOOL}', 'alias-0', 'pupil 0') ON CONFLICT DO NOTHING`,
  "UPDATE learners SET eck_id = 'by hand', eck_alias = NULL, sealed_id = NULL",
  'DELETE FROM result_shared WHERE seq NOT IN (SELECT shared FROM results)',
  "UPDATE assessments SET document = 'by hand' WHERE current = 1",
  "DELETE FROM results WHERE learner IN (SELECT seq FROM learners WHERE alias = 'alias-0')",
  "DELETE FROM learners WHERE seq NOT IN (SELECT learner FROM results) AND alias <> 'alias-1'",
];

const message = fc.record({
  school: fc.constantFrom(...SCHOOLS),
  content: fc.nat(30),
  moment: fc.nat(4),
  acceptStale: fc.boolean(),
  acceptSameMoment: fc.boolean(),
  erasures: fc.constantFrom(undefined, undefined, 0, ...MARKS),
  directory: fc.constantFrom(undefined, undefined, undefined, undefined, ...DIRECTORIES),
  fields: fc.constantFrom(...FIELDS),
  learner: fc.nat(2),
  eckId: fc.constantFrom(undefined, 'eck one', 'eck two'),
  eckIdOfResult: fc.constantFrom(undefined, 'eck one', 'eck two'),
  eckAlias: fc.constantFrom(undefined, 'alias one', 'alias one', 'alias two'),
  sealed: fc.boolean(),
  test: fc.constantFrom('one text', 'another text'),
  fits: fc.constantFrom(true, true, true, true, false),
});
type Message = typeof message extends fc.Arbitrary<infer M> ? M : never;

const by = fc.nat(1);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('batch' as const), by, messages: fc.array(message, { minLength: 1, maxLength: 4 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('stream' as const), by, message, aborted: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('erase' as const), by, school: fc.constantFrom(...SCHOOLS), learner: fc.nat(2), message }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), by, message }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('foreign' as const), sql: fc.constantFrom(...FOREIGN) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function stamped(operation: Operation): Stamped {
  return { ...operation, actor: 'gateway' };
}

function deliveryOf(of: Message): Extract<Operation, { kind: 'delivery' }> {
  const alias = `alias-${of.learner}`;
  const row = resultRow(`result ${of.content % 4}`, { school: of.school, learner: of.fits ? alias : 'never stored' });
  const result = of.eckIdOfResult === undefined ? row : { ...row, result: { ...row.result, eckId: of.eckIdOfResult } };
  const about = { ...(of.eckId === undefined ? {} : { eckId: of.eckId }), ...(of.eckAlias === undefined ? {} : { eckAlias: of.eckAlias }) };
  const pupil = learner(alias, { ...about, ...(of.sealed ? { sealedId: Uint8Array.of(of.content) } : {}) });
  const { exchange } = delivery('exchange', { school: of.school, content: `${of.content}`, createdAtNs: BigInt(of.moment) });
  const id = digestOf(JSON.stringify([of, ids]));
  ids += 1;
  return {
    kind: 'delivery',
    head: {
      exchange: exchangeCells({ ...exchange, id }),
      fields: fieldsText(of.fields),
      school: of.school,
      party: PARTY,
      digest: exchange.digest,
      createdAtNs: exchange.createdAtNs,
      acceptStale: of.acceptStale,
      acceptSameMoment: of.acceptSameMoment,
      unordered: false,
      aside: false,
      requestKey: undefined,
      erasures: of.erasures,
      directory: of.directory,
      assessments: assessmentCells([{ id: 'assessment-1', code: 'T1', document: of.test }]),
      targets: [],
    },
    rows: new SlicePacker(of.school).pack(slice([result], [pupil])),
  };
}
let ids = 0;

function eraseOf(schoolId: string, alias: string): Operation {
  ids += 1;
  const request = {
    ...{ id: `receipt ${ids}`, school: schoolId, at: AT, person: { names: [alias] }, hashKey: Buffer.alloc(32, 7) },
    ...{ digests: [], receiverAliases: [], aliasReceivers: [], withdrawals: [], agreed: [], noticesUntil: AT, dryRun: false },
  };
  return { kind: 'rights', write: { kind: 'erase', request } };
}

/** The requests of a step, the same whoever answers them. */
function requestsOf(done: Exclude<Step, { do: 'foreign' }>): readonly Request[] {
  if (done.do === 'stream') {
    const { head, rows } = deliveryOf(done.message);
    const end: Request = done.aborted ? { kind: 'abort' } : { kind: 'end', strips: [] };
    return [{ kind: 'open', head, actor: 'gateway' }, { kind: 'slice', rows }, end];
  }
  const operations =
    done.do === 'batch'
      ? done.messages.map(deliveryOf)
      : [
          deliveryOf(done.message),
          done.do === 'erase'
            ? eraseOf(done.school, `alias-${done.learner}`)
            : ({ kind: 'cut-audit', before: '9999', seal: undefined } as const),
          deliveryOf(done.message),
        ];
  return [{ kind: 'batch', operations: operations.map(stamped) }];
}

const READ = [
  'SELECT id, outcome, repeats, school, finding_count FROM exchanges ORDER BY seq',
  'SELECT * FROM results ORDER BY seq',
  'SELECT * FROM learners ORDER BY seq',
  'SELECT * FROM assessments ORDER BY seq',
  'SELECT * FROM sources ORDER BY seq',
  'SELECT * FROM result_shared ORDER BY seq',
  'SELECT * FROM learner_eck_ids ORDER BY learner, number',
  'SELECT * FROM deliveries ORDER BY source, digest',
  'SELECT * FROM latest_created ORDER BY school, party',
  'SELECT seq, operation, outcome, school, exchange, counts, fields FROM audit ORDER BY seq',
  'SELECT * FROM audit_fields ORDER BY hash',
  'SELECT chain, seq FROM audit_heads ORDER BY chain',
];

function contents(db: Database): unknown {
  return READ.map((sql) => db.prepare(sql).all());
}

/** Of a writer that looks everything up. */
class NoMemory extends WriterMemory {
  override part<V>(): Kept<V> {
    return super.part(0);
  }
}

/** A database with the schools and the party, and the engines that write to it. */
class Trial {
  readonly engines: readonly WriteEngine[];
  private readonly connections: readonly Database[];
  private readonly outside: Database;

  constructor(place: Place, memories: readonly (typeof WriterMemory)[]) {
    const file = prepareDatabaseFile(place.directory);
    this.connections = memories.map(() => openForWriting(file));
    this.engines = this.connections.map((db, at) => new WriteEngine(db, undefined, undefined, undefined, new memories[at]!(db)));
    for (const db of this.connections) db.pragma('synchronous = OFF');
    this.outside = new SqliteDatabase(file);
    this.outside.pragma('foreign_keys = OFF');
    const operations: Operation[] = [
      ...SCHOOLS.map((id) => ({ kind: 'school' as const, school: school(id) })),
      { kind: 'party', party: party(PARTY) },
    ];
    this.engines[0]!.answer({ kind: 'batch', operations: operations.map(stamped) });
  }

  disturb(sql: string): void {
    this.outside.exec(sql);
  }

  contents(): unknown {
    return contents(this.outside);
  }

  verdict(): Promise<unknown> {
    return new ScriptRunner(this.outside).runInTurns(verifyAudit({}));
  }

  close(): void {
    for (const db of [this.outside, ...this.connections]) db.close();
  }
}

function isOpen(reply: Reply): boolean {
  return reply.ok && reply.value === undefined;
}

/** A delivery that is decided when it is opened gets no slices. */
function answers(engine: WriteEngine, requests: readonly Request[]): readonly Reply[] {
  const replies: Reply[] = [];
  for (const request of requests) {
    replies.push(engine.answer(request));
    if (request.kind === 'open' && !isOpen(replies[0]!)) break;
    if (!replies.at(-1)!.ok) break;
  }
  return replies;
}

describe('what the writer remembers', () => {
  let places: Place[];

  beforeAll(() => {
    places = [];
  });

  afterAll(async () => {
    await Promise.all(places.map((place) => place.remove()));
  });

  const trial = async (...memories: readonly (typeof WriterMemory)[]): Promise<Trial> => {
    const place = await inlinePlace();
    places.push(place);
    return new Trial(place, memories);
  };

  test('never shows: two writers on one store, one of them another program at times, store what a writer without memory stores', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14, size: 'max' }), async (steps) => {
        const [remembering, forgetful] = [await trial(WriterMemory, WriterMemory), await trial(NoMemory)];
        for (const done of steps) {
          if (done.do === 'foreign') {
            remembering.disturb(done.sql);
            forgetful.disturb(done.sql);
            continue;
          }
          const requests = requestsOf(done);
          expect(answers(remembering.engines[done.by]!, requests)).toEqual(answers(forgetful.engines[0]!, requests));
        }
        expect(remembering.contents()).toEqual(forgetful.contents());
        expect(await remembering.verdict()).not.toHaveProperty('broken');
        remembering.close();
        forgetful.close();
      }),
      { numRuns: 20 },
    );
  });

  test('is bounded: a part that is full begins anew, and holds no value that is heavier than all of it', () => {
    const part = new Kept<string>(10);
    part.set('one', 'a', 6);
    part.set('one', 'b', 5);
    part.set('two', 'c', 5);
    expect([part.get('one'), part.get('two')]).toEqual(['b', 'c']);
    part.set('three', 'd', 1);
    expect([part.get('one'), part.get('two'), part.get('three')]).toEqual([undefined, undefined, 'd']);
    part.set('three', 'e', 11);
    expect(part.get('three')).toBeUndefined();
  });
});
