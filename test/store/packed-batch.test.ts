import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { BatchPacker, BatchUnpacker, packReply, unpackReply } from '../../src/store/sqlite/writer/packed-batch.js';
import type { Reply } from '../../src/store/sqlite/writer/protocol.js';
import type { Delivery } from '../../src/store/store.js';
import { fieldsText } from '../../src/store/tables/audit/audit-entry.js';
import { NO_ROWS } from '../../src/store/tables/cells.js';
import { exchangeCells, wholeExchange } from '../../src/store/tables/exchanges/exchange-columns.js';
import type { Stamped } from '../../src/store/tables/operation.js';
import { exchange, PARTY, SCHOOL, school } from './support/records.js';

const text = fc.string({ maxLength: 6 });
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });
const cells = fc.array(fc.option(text), { maxLength: 6 });
const fields = maybe(fc.integer({ min: 0, max: 20 }).map((number) => fieldsText([`results/field${number}`])!));
const strips = fc.array(fc.record({ path: text, rule: fc.constant('policy' as const), count: fc.nat() }), { maxLength: 2 });
const by = fc.record({ actor: text, secret: maybe(text) });
const record = fc
  .record({
    ...{ id: text, findingCount: fc.nat(), outcome: fc.constantFrom('accepted' as const, 'repeated' as const), agreement: maybe(text) },
    ...{
      school: fc.constant(SCHOOL),
      party: fc.constant(PARTY),
      digest: text,
      createdAtNs: fc.bigInt({ min: 0n, max: 2n ** 62n }),
      strips,
    },
  })
  .map(({ id, agreement, ...more }) => exchange(id, { ...more, ...(agreement === undefined ? {} : { agreement }) }));

const deliveries: fc.Arbitrary<Stamped> = fc
  .record({
    ...{ by, record, fields, requestKey: maybe(text) },
    ...{
      flags: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
      erasures: maybe(fc.nat()),
      directory: maybe(fc.nat()),
      assessments: cells,
    },
    ...{ targets: fc.array(text, { maxLength: 2 }), rows: fc.record({ learners: cells, activities: cells, results: cells }) },
    signals: maybe(fc.record({ signals: fc.constant([]), withdrawals: fc.array(text), targets: fc.constant([]), learners: cells })),
  })
  .map((of) => {
    const [acceptStale, acceptSameMoment, unordered, aside] = of.flags;
    const { requestKey, erasures, directory, assessments, targets, signals } = of;
    const { digest, createdAtNs } = of.record as Delivery['exchange'];
    const head = { exchange: exchangeCells(of.record), fields: of.fields, school: SCHOOL, party: PARTY, digest, createdAtNs };
    const how = { acceptStale, acceptSameMoment, unordered, aside, requestKey, erasures, directory, assessments, targets, signals };
    return { kind: 'delivery', head: { ...head, ...how }, rows: { ...NO_ROWS, ...of.rows }, ...of.by };
  });
const records: fc.Arbitrary<Stamped> = fc
  .record({ by, record, fields })
  .map((of) => ({ kind: 'record', exchange: exchangeCells(of.record), fields: of.fields, disclosure: undefined, ...of.by }));
const others: fc.Arbitrary<Stamped> = fc.record({ by, id: text }).map((of) => ({ kind: 'school', school: school(of.id), ...of.by }));
const batches = fc.array(
  fc.record({
    operations: fc.array(fc.oneof(deliveries, records, others), { maxLength: 40 }),
    arrives: fc.constantFrom(true, true, true, false),
  }),
  { maxLength: 12 },
);

describe('a batch that crosses to the thread that writes', () => {
  test('is what it was, also after one that did not arrive', () => {
    fc.assert(
      fc.property(batches, (sent) => {
        const [packer, unpacker] = [new BatchPacker(), new BatchUnpacker()];
        for (const { operations, arrives } of sent) {
          const packed = structuredClone(packer.pack(operations));
          if (arrives) expect(unpacker.unpack(packed)).toEqual(operations);
          else packer.forget();
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is what it was, with more lists of fields than are known by number at a time', () => {
    const [packer, unpacker] = [new BatchPacker(), new BatchUnpacker()];
    const record = (number: number): Stamped => ({
      kind: 'record',
      actor: 'gateway',
      ...wholeExchange(exchange('e1')),
      fields: `list ${number}`,
    });
    for (let round = 0; round < 3; round += 1) {
      const operations = Array.from({ length: 700 }, (_, at) => record((at * 7) % 600));
      expect(unpacker.unpack(packer.pack(operations))).toEqual(operations);
    }
  });

  test('has the list of fields of an agreement in it once, however many messages follow', () => {
    const packer = new BatchPacker();
    const list = fieldsText(['results/a list that is long'])!;
    const operation: Stamped = { kind: 'record', actor: 'gateway', ...wholeExchange(exchange('e1')), fields: list };
    const packed = [packer.pack([operation, operation]), packer.pack([operation])];
    expect(packed.map((values) => values.filter((value) => value === list))).toEqual([[list], []]);
  });
});

const reply: fc.Arbitrary<Reply> = fc.oneof(
  fc.record({ results: fc.nat(), revised: fc.nat() }).map((counts): Reply => ({ ok: true, value: { kind: 'stored', ...counts } })),
  fc.constantFrom<Reply>(
    { ok: true, value: { kind: 'stored', results: 1, revised: 1, noticed: { otherPupil: 1, otherTest: 0, sameMoment: false } } },
    { ok: true, value: { kind: 'stored', revision: 1, changed: true, matched: 0 } },
    { ok: true, value: { kind: 'stale' } },
    { ok: true, value: undefined },
    { ok: false, code: 'full', message: 'the disk is full' },
  ),
);

test('the reply to a batch is what it was', () => {
  const replies = fc.oneof(
    fc.array(reply, { maxLength: 4 }).map((value): Reply => ({ ok: true, value })),
    fc.constantFrom<Reply>({ ok: true, value: undefined }, { ok: false, code: 'busy', message: 'locked' }),
  );
  fc.assert(fc.property(replies, (one) => expect(unpackReply(structuredClone(packReply(one)))).toEqual(one)));
});
