import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { prepare } from '../../../src/delivery/prepare.js';
import { type SimulatedLas, startSimulatedLas } from '../../../src/simulator/las.js';
import { digestOfResult } from '../../../src/simulator/las-results.js';
import { SchoolKeys } from '../../../src/store/school-keys.js';
import { SyntheticSchool } from '../../../src/synthetic/results/small-school.js';
import type { UwlrVersion } from '../../../src/uwlr/finding.js';
import type { LeerresultatenVerzoek } from '../../../src/uwlr/messages/leerresultaten.js';
import { party } from '../../store/support/records.js';
import { SendingSchool, VENDOR } from './support/sending-school.js';

const MADE = new Date('2026-11-22T09:00:00.000Z');
let las: SimulatedLas;
let sending: SendingSchool | undefined;

beforeEach(async () => {
  las = await startSimulatedLas();
});

afterEach(async () => {
  await sending?.close();
  await las.close();
});

/** What vendors of a version send: pupils by key and ECK iD, scores of tests and parts, OSO results, links. */
function invented(version: UwlrVersion): LeerresultatenVerzoek {
  const { school, ...message } = new SyntheticSchool({ brincode: '99XX', pupils: 4 }).results(MADE);
  return { ...message, school: { ...school, xsdversie: version } };
}

const resultsOf = ({ toetsafnames }: LeerresultatenVerzoek) =>
  toetsafnames.toetsafname.flatMap(({ leerlingid, eckid, resultaten }) =>
    resultaten.resultaat.map((resultaat) => ({ leerlingid, eckid, resultaat })),
  );

describe('results of a vendor that speaks 2.3', () => {
  test.each(['2.3', '2.2'] as const)(
    'are the same at an administration that speaks %s: keys, pupils, figures and tests',
    async (version) => {
      sending = await SendingSchool.at({ endpoint: las.resultsEndpoint, settings: { version } });
      const message = invented('2.3');
      await sending.accept(message, '2.3');
      const sent = await sending.send();
      expect(sent).toMatchObject({ kind: 'answered', attempt: { outcome: 'answered', status: 200 } });
      expect([...(sent.items?.values() ?? [])]).toEqual(resultsOf(message).map(() => ({ kind: 'delivered' })));
      expect(las.taken.map(({ leerlingid, eckid, resultaat }) => ({ leerlingid, eckid, resultaat }))).toEqual(resultsOf(message));
      expect([...new Set(las.taken.map(({ toets }) => toets))]).toEqual(message.toetsen.toets);
      expect(new Set(las.taken.map((one) => one.version))).toEqual(new Set([version]));
      const [entry] = las.ledger.entries;
      expect(entry?.items).toEqual(
        resultsOf(message).map(({ resultaat, ...pupil }) => ({ key: resultaat.key, digest: digestOfResult(pupil, resultaat) })),
      );
    },
  );

  test('reach an administration that speaks 2.1 without ECK iD, and the deliveries say so', async () => {
    sending = await SendingSchool.at({ endpoint: las.resultsEndpoint, settings: { version: '2.1' } });
    const message = invented('2.3');
    await sending.accept(message, '2.3');
    const sent = await sending.send();
    const losses = [{ path: '/leerresultaten_verzoek/toetsafnames/toetsafname/eckid', reason: 'not-in-version' }];
    expect([...(sent.items?.values() ?? [])]).toEqual(resultsOf(message).map(() => ({ kind: 'delivered', losses })));
    expect(las.taken.map(({ leerlingid, resultaat }) => ({ leerlingid, resultaat }))).toEqual(
      resultsOf(message).map(({ leerlingid, resultaat }) => ({ leerlingid, resultaat })),
    );
    expect(las.taken.some(({ eckid }) => eckid !== undefined)).toBe(false);
  });

  test('reach an administration that speaks 1.0 as far as it can say them: scores of parts, with their keys', async () => {
    sending = await SendingSchool.at({ endpoint: las.resultsEndpoint, settings: { version: '1.0' } });
    const message = invented('2.3');
    await sending.accept(message, '2.3');
    const sent = await sending.send();
    const parts = resultsOf(message).filter(({ resultaat }) => resultaat.toetsonderdeelcode !== undefined);
    expect(las.taken.map(({ leerlingid, resultaat }) => ({ leerlingid, resultaat }))).toEqual(
      parts.map(({ leerlingid, resultaat: { versie: _, ...resultaat } }) => ({ leerlingid, resultaat })),
    );
    const outcomes = [...(sent.items?.values() ?? [])];
    expect(outcomes.filter(({ kind }) => kind === 'delivered')).toHaveLength(parts.length);
    const dead = outcomes.filter(({ kind }) => kind === 'dead');
    expect(dead).toHaveLength(outcomes.length - parts.length);
    for (const one of dead)
      expect(one).toMatchObject({
        reason: 'not-expressible',
        losses: expect.arrayContaining([expect.objectContaining({ reason: expect.stringMatching(/^missing-/) })]),
      });
  });
});

test.each([
  ['none', {}],
  ['another', { versie: { value: '2026' } }],
])('a result that names a version goes with the whole definition of its test, also when that names %s', async (_, own) => {
  sending = await SendingSchool.at({ endpoint: las.resultsEndpoint });
  const whole = invented('2.2');
  const toetsafname = whole.toetsafnames.toetsafname.map(({ resultaten, ...pupil }) => ({
    ...pupil,
    resultaten: { resultaat: resultaten.resultaat.map((resultaat) => ({ ...resultaat, versie: { value: '3' } })) },
  }));
  const toetsen = { toets: whole.toetsen.toets.map(({ versie: __, ...toets }) => ({ ...toets, ...own })) };
  await sending.accept({ ...whole, toetsafnames: { toetsafname }, toetsen }, '2.2');
  const { batch } = await sending.take();
  const { store, keyring, sender } = sending;
  const prepared = await prepare({ store, schoolKeys: new SchoolKeys(store, keyring) }, batch, MADE);
  if (prepared.kind !== 'shipment') throw new Error('nothing goes');
  await sender.send({ ...prepared.shipment, signal: new AbortController().signal });
  const expected = toetsen.toets.map((toets) => ({ ...toets, versie: { value: '3' } }));
  expect([...new Set(las.taken.map(({ toets }) => toets))]).toEqual(expected);
});

test('a result of a pupil whom only the ECK iD names goes in 2.3, and is dead where the version wants a key', async () => {
  const whole = invented('2.3');
  const [first, second] = whole.toetsafnames.toetsafname;
  if (first === undefined || second === undefined) throw new Error('too few pupils');
  const { leerlingid: _, ...unnamed } = first;
  const message = { ...whole, toetsafnames: { toetsafname: [unnamed, second] } };
  for (const version of ['2.3', '2.2'] as const) {
    await sending?.close();
    sending = await SendingSchool.at({ endpoint: las.resultsEndpoint, settings: { version } });
    await sending.accept(message, '2.3');
    const outcomes = [...((await sending.send()).items?.values() ?? [])].map(({ kind }) => kind);
    const own = unnamed.resultaten.resultaat.length;
    expect(outcomes.filter((kind) => kind === 'dead')).toHaveLength(version === '2.2' ? own : 0);
    expect(outcomes.filter((kind) => kind === 'delivered')).toHaveLength(version === '2.2' ? outcomes.length - own : outcomes.length);
  }
  expect(las.ledger.entries).toHaveLength(2);
});

test('keys of a second vendor have its klantcode before them, so that no result takes the place of another', async () => {
  sending = await SendingSchool.at({ endpoint: las.resultsEndpoint });
  const other = party('tweede-uitgever');
  await sending.store.addParty(other);
  const message = invented('2.2');
  await sending.accept(message, '2.2');
  await sending.accept(message, '2.2', other.klantcode);
  const first = await sending.take();
  const sent = await sending.sender.send(first.shipment);
  const kinds = [...(sent.items?.values() ?? [])].map(({ kind }) => kind);
  const count = resultsOf(message).length;
  // Both define the same test: a message holds a test once, and it is one vendor's.
  expect(kinds).toEqual([...Array(count).fill('delivered'), ...Array(count).fill('deferred')]);
  const items = first.shipment.items.slice(count);
  const later = {
    ...first.shipment,
    items,
    batch: { ...first.batch, createdAt: new Date(Date.parse(first.batch.createdAt) + 1).toISOString() },
  };
  expect(await sending.sender.send(later)).toMatchObject({ kind: 'answered' });
  const keys = resultsOf(message).map(({ resultaat }) => resultaat.key);
  expect(las.taken.map(({ resultaat }) => resultaat.key)).toEqual([...keys, ...keys.map((key) => `tweede-uitgever:${key}`)]);
  expect(first.batch.keysOf).toBe(VENDOR);
});
