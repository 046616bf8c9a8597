import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Agreement, Party } from '../../../src/directory/directory.js';
import { PostResults } from '../../../src/exchange/intake/post-results.js';
import { Workload } from '../../../src/exchange/workload.js';
import type { PostedResults } from '../../../src/model/posted/posted-results.js';
import { type SimulatedLas, startSimulatedLas } from '../../../src/simulator/las.js';
import { DEFAULT_BODY_LIMITS } from '../../../src/soap/endpoint/body.js';
import { SyntheticSchool } from '../../../src/synthetic/results/small-school.js';
import type { LeerresultatenVerzoek } from '../../../src/uwlr/messages/leerresultaten.js';
import { postedFrom } from '../../api/support/posted-from-message.js';
import { agreement } from '../../store/support/records.js';
import { SendingSchool, VENDOR } from './support/sending-school.js';

const SCHOOL = '99XX';
let las: SimulatedLas;
let sending: SendingSchool;

beforeEach(async () => {
  las = await startSimulatedLas();
  sending = await SendingSchool.at({ school: SCHOOL, endpoint: las.resultsEndpoint, settings: { version: '2.2' } });
});

afterEach(async () => {
  await sending.close();
  await las.close();
});

async function post(body: PostedResults): Promise<void> {
  const { store, keyring } = sending;
  const posting = new PostResults({
    store,
    keyring,
    limits: DEFAULT_BODY_LIMITS,
    workload: new Workload({ messages: 1, bytes: 1_000_000 }),
  });
  const posted = await posting.post({
    directory: await store.directory(),
    party: (await store.directory()).parties.get(VENDOR) as Party,
    agreement: agreement('rest', { school: SCHOOL, party: VENDOR, exchanges: ['rest'], infourl: { keep: 'all' } }) as Agreement,
    again: () => undefined,
    idempotencyKey: randomUUID(),
    body: Readable.from([Buffer.from(JSON.stringify(body))]),
    contentEncoding: undefined,
    announcedBytes: undefined,
  });
  expect(posted).toMatchObject({ kind: 'taken', stored: body.results.length });
}

const resultsOf = ({ toetsafnames }: LeerresultatenVerzoek) =>
  toetsafnames.toetsafname.flatMap(({ leerlingid, eckid, resultaten }) =>
    resultaten.resultaat.map((resultaat) => ({ leerlingid, eckid, resultaat })),
  );

test('results that were posted as JSON come out at an administration that speaks 2.2: keys, pupils, figures and tests', async () => {
  const message = new SyntheticSchool({ brincode: SCHOOL, pupils: 4 }).results(new Date('2026-11-22T09:00:00.000Z'));
  await post(postedFrom(message));
  const sent = await sending.send();
  expect([...(sent.items?.values() ?? [])]).toEqual(resultsOf(message).map(() => ({ kind: 'delivered' })));
  expect(las.taken.map(({ leerlingid, eckid, resultaat }) => ({ leerlingid, eckid, resultaat }))).toEqual(resultsOf(message));
  expect([...new Set(las.taken.map(({ toets }) => toets))]).toEqual(message.toetsen.toets);
});

test('a result that is taken back goes on, and is dead where that cannot be said', async () => {
  const message = new SyntheticSchool({ brincode: SCHOOL, pupils: 1 }).results(new Date('2026-11-22T09:00:00.000Z'));
  const body = postedFrom(message);
  await post({ ...body, results: body.results.map((result) => ({ ...result, status: 'withdrawn' })) });
  const { shipment } = await sending.take();
  expect(shipment.items.map(({ content }) => content?.result.status)).toEqual(body.results.map(() => 'withdrawn'));
  const sent = await sending.sender.send(shipment);
  expect([...(sent.items?.values() ?? [])]).toMatchObject(body.results.map(() => ({ kind: 'dead', reason: 'not-expressible' })));
  expect(las.taken).toEqual([]);
});

test('a receiver does not get back what it delivered itself', async () => {
  await sending.store.addAgreements([agreement('ag-2', { school: SCHOOL, party: VENDOR, exchanges: ['leerresultaten'] })], undefined);
  await sending.store.addTarget({ ...sending.target, id: 'eigen', party: VENDOR, kind: 'webhook' });
  const message = new SyntheticSchool({ brincode: SCHOOL, pupils: 1 }).results(new Date('2026-11-22T09:00:00.000Z'));
  await post(postedFrom(message));
  const { items } = await sending.store.outbox.deliveries({ limit: 100 });
  expect(items.map(({ target }) => target)).toEqual(
    message.toetsafnames.toetsafname.flatMap(({ resultaten }) => resultaten.resultaat.map(() => 'las')),
  );
});
