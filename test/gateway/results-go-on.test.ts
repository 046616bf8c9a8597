import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { agreeOnReading } from '../../src/admin/credentials/agree-on-reading.js';
import type { LasSettings } from '../../src/delivery/targets/target-settings.js';
import { requestEnvelope } from '../../src/exchange/partner/request-envelope.js';
import { SIMULATED_CALLER, type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { digestOfResult } from '../../src/simulator/las-results.js';
import { SyntheticSchool } from '../../src/synthetic/results/small-school.js';
import type { UwlrVersion } from '../../src/uwlr/finding.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { postedBody, postedResult } from '../api/support/posted.js';
import { agreement, credential, party } from '../store/support/records.js';
import { KEY, PARTY, post, type Running, startTestGateway } from '../support/gateway.js';

const VERSIONS: readonly UwlrVersion[] = ['2.2', '2.1', '1.0'];
const SCHOOLS = ['99XX', '99ZZ'];
const FROM = '2026-01-01T00:00:00.000Z';
let running: Running;
let administrations: ReadonlyMap<UwlrVersion, Administration>;

interface Administration {
  readonly las: SimulatedLas;
  /** Resolves once this many results came. */
  readonly got: (results: number) => Promise<void>;
}

async function administration(version: UwlrVersion): Promise<Administration> {
  let count = 0;
  let waiting: { readonly results: number; readonly done: () => void } | undefined;
  const las = await startSimulatedLas({
    versions: [version],
    schools: SCHOOLS,
    onResults: ({ results }) => {
      count += results;
      if (waiting !== undefined && count >= waiting.results) waiting.done();
    },
  });
  const got = (results: number) =>
    new Promise<void>((done) => {
      waiting = { results, done };
      if (count >= results) done();
    });
  return { las, got };
}

/** Schools with a vendor that speaks 2.3, and three administrations, each in its own version. */
beforeAll(async () => {
  administrations = new Map(await Promise.all(VERSIONS.map(async (version) => [version, await administration(version)] as const)));
  running = await startTestGateway({
    settings: { allowTargets: 'localhost' },
    schools: SCHOOLS,
    agreement: { infourl: { keep: 'all' } },
  });
  const { store, keyring } = running.gateway;
  for (const [version, { las }] of administrations) {
    const klantcode = `LAS-${version}`;
    const connection = keyring.sealSecret(JSON.stringify({ klantcode: SIMULATED_CALLER.klantcode, klantnaam: SIMULATED_CALLER.klantnaam }));
    await store.addParty(party(klantcode, { role: 'las', connection }));
    await store.addAgreements(
      SCHOOLS.map((school) => agreement(randomUUID(), { school, party: klantcode, from: FROM, infourl: { keep: 'all' } })),
      credential(randomUUID(), {
        party: klantcode,
        schools: SCHOOLS,
        from: FROM,
        sealed: keyring.sealSecret(SIMULATED_CALLER.autorisatiesleutel),
      }),
    );
    const settings: LasSettings = { endpoint: las.resultsEndpoint, version };
    const id = `las-${version.replace('.', '-')}`;
    await store.addTarget({ id, party: klantcode, kind: 'las', settings: keyring.sealSecret(JSON.stringify(settings)), createdAt: FROM });
  }
});

afterAll(async () => {
  await running.stop();
  for (const { las } of administrations.values()) await las.close();
});

const HEADER = { autorisatiesleutel: KEY, klantcode: PARTY.klantcode, klantnaam: PARTY.klantnaam };

function resultsOf({ toetsafnames }: LeerresultatenVerzoek) {
  return toetsafnames.toetsafname.flatMap(({ leerlingid, eckid, resultaten }) =>
    resultaten.resultaat.map((resultaat) => ({ leerlingid, eckid, resultaat })),
  );
}

test('what a vendor delivers in 2.3 is at administrations of 2.2, 2.1 and 1.0, under the same keys and with the same values', async () => {
  const { school, ...rest } = new SyntheticSchool({ brincode: '99XX', pupils: 5 }).results(new Date(Date.now() - 1000));
  const message = { ...rest, school: { ...school, xsdversie: '2.3' } };
  const sent = resultsOf(message);
  const parts = sent.filter(({ resultaat }) => resultaat.toetsonderdeelcode !== undefined);
  expect(await post(running.gateway, requestEnvelope(leerresultatenVerzoek, '2.3', HEADER, message))).toMatchObject({ status: 200 });
  const of = (version: UwlrVersion) => administrations.get(version) as Administration;
  await Promise.all([of('2.2').got(sent.length), of('2.1').got(sent.length), of('1.0').got(parts.length)]);
  const ledger = (version: UwlrVersion) => of(version).las.ledger.entries.flatMap(({ items }) => items);
  const expected = (results: typeof sent, change: (one: (typeof sent)[number]) => (typeof sent)[number]) =>
    results.map(change).map(({ resultaat, ...pupil }) => ({ key: resultaat.key, digest: digestOfResult(pupil, resultaat) }));
  const unnamed = ({ leerlingid, resultaat }: (typeof sent)[number]) => ({ leerlingid, eckid: undefined, resultaat });
  const unversioned = ({ leerlingid, resultaat: { versie: _, ...resultaat } }: (typeof sent)[number]) => ({
    leerlingid,
    eckid: undefined,
    resultaat,
  });
  expect(ledger('2.2')).toEqual(expected(sent, (one) => one));
  expect(ledger('2.1')).toEqual(expected(sent, unnamed));
  expect(ledger('1.0')).toEqual(expected(parts, unversioned));
});

test('what a vendor without SOAP posts as JSON comes out as UWLR, under the same key and with the same value', async () => {
  const { store, keyring, url } = running.gateway;
  const writer = { client: 'uitgever-json', school: '99ZZ', scopes: ['results:write'] };
  await agreeOnReading(store, writer, FROM);
  await store.addToken({ id: randomUUID(), hash: keyring.hashToken('verzonnen-token'), ...writer, createdAt: FROM });
  const { las, got } = administrations.get('2.2') as Administration;
  const before = las.ledger.entries.flatMap(({ items }) => items).length;
  const headers = { authorization: 'Bearer verzonnen-token', 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const body = JSON.stringify(
    postedBody({ results: [postedResult('r-1'), postedResult('r-2', { values: [{ kind: 'skillScore', value: '112.5' }] })] }),
  );
  expect((await fetch(`${url}/api/v1/results`, { method: 'POST', headers, body })).status).toBe(201);
  await got(before + 2);
  const taken = las.taken.filter(({ school }) => school === '99ZZ');
  expect(taken.map(({ leerlingid, resultaat }) => [leerlingid, resultaat])).toEqual([
    ['verzonnen-0001', { key: 'r-1', afnamedatum: '2026-09-14', toetscode: 'T1', versie: { value: '2' }, score: '70' }],
    [
      'verzonnen-0001',
      {
        key: 'r-2',
        afnamedatum: '2026-09-14',
        toetscode: 'T1',
        versie: { value: '2' },
        osoresultaat: { toetsscore: { vaardigheidsscore: '112.5' } },
      },
    ],
  ]);
  expect(taken[0]?.toets).toMatchObject({
    toetscode: { value: 'T1' },
    toetsnaam: 'Rekenen blok 1',
    toetsonderdelen: { toetsonderdeel: [{ toetsonderdeelnaam: 'Optellen' }] },
  });
});
