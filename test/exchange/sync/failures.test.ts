import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { SyncRoster } from '../../../src/exchange/sync/sync-roster.js';
import { syntheticSchool } from '../../../src/synthetic/school/synthetic-school.js';
import { type Behaviour, inEnvelope, type MisbehavingServer, startMisbehavingServer } from '../../support/misbehaving-las.js';
import { FetchingSchool, type FetchingSetup, rulesOf, SCHOOL, YEAR } from './support/fetching-school.js';
import { answerWithout, goodAnswer } from './support/good-answer.js';

const GOOD = goodAnswer();
/** Spaces between elements mean nothing, and compress a thousand times. */
const BOMB = gzipSync(inEnvelope(GOOD.replace('<leerlingen>', `<leerlingen>${' '.repeat(20_000_000)}`)));
let server: MisbehavingServer;
let fetching: FetchingSchool;

async function start(setup: FetchingSetup = {}): Promise<void> {
  server = await startMisbehavingServer({ does: 'answer', message: GOOD });
  fetching = await FetchingSchool.at(server.url, setup);
}

/** With a roster that is held already. */
async function begin(setup: FetchingSetup): Promise<void> {
  await start(setup);
  expect((await fetching.run()).outcome).toBe('updated');
}

async function end(): Promise<void> {
  await fetching.close();
  await server.close();
}

/** Runs once more: the roster that was there stands, and the record says why. */
async function refused(behaviour: Behaviour, request: Parameters<FetchingSchool['run']>[0] = { full: true }) {
  const before = await fetching.snapshot();
  server.behave(behaviour);
  const report = await fetching.run(request);
  expect(await fetching.snapshot()).toEqual(before);
  const record = await fetching.exchange(report);
  expect(record).toMatchObject({ outcome: 'refused', direction: 'out', school: '99XX', party: 'NEPLAS' });
  expect(record.findings).toEqual(report.findings.slice(0, 100));
  expect(record.findings[0]?.severity).toBe('error');
  expect(fetching.records.at(-1)).toMatchObject({ id: report.exchange, outcome: 'refused' });
  expect(fetching.errors).toEqual([]);
  expect(report.ok).toBe(false);
  return report;
}

const message = (text: string): Behaviour => ({ does: 'answer', message: text });

describe('the roster stands when the administration', () => {
  // One roster for all of them: none of them may change it.
  beforeAll(() => begin({ connection: { timeoutSeconds: 1 } }));

  afterAll(end);

  test.each<[string, string, string, Behaviour]>([
    ['says nothing', 'timeout', 'UWLR-SY-003', { does: 'hang' }],
    ['stops in the middle', 'timeout', 'UWLR-SY-003', { does: 'hang-mid-body', message: GOOD }],
    ['resets the connection', 'unreachable', 'UWLR-SY-001', { does: 'reset' }],
    ['breaks off', 'broken', 'UWLR-SY-008', { does: 'cut-mid-body', message: GOOD }],
    ['sends half a document', 'broken', 'UWLR-SY-008', { does: 'truncate', message: GOOD }],
    ['answers HTML with 200', 'not-soap', 'UWLR-SY-005', { does: 'html', status: 200 }],
    ['answers HTML with 500', 'not-soap', 'UWLR-SY-005', { does: 'html', status: 500 }],
    ['answers JSON', 'not-soap', 'UWLR-SY-005', { does: 'json', status: 200 }],
    ['answers an empty 200', 'empty', 'UWLR-SY-006', { does: 'empty', status: 200 }],
    ['answers 500 without SOAP', 'http', 'UWLR-SY-007', { does: 'empty', status: 500 }],
    ['answers a message with 404', 'http', 'UWLR-SY-007', { does: 'answer', message: GOOD, status: 404 }],
    ['points elsewhere', 'redirect', 'UWLR-SY-009', { does: 'redirect', to: 'http://localhost/elders' }],
    ['answers a fault', 'fault', 'UWLR-SY-011', { does: 'fault', code: 's:Client.AutorisatieOngeldig', status: 500 }],
    ['answers a fault with 200', 'fault', 'UWLR-SY-011', { does: 'fault', code: 's:Client.AutorisatieOngeldig', status: 200 }],
    ['answers a bomb', 'too-large', 'UWLR-SY-004', { does: 'raw', body: BOMB, headers: { 'content-encoding': 'gzip' } }],
    ['answers another message', 'wrong-answer', 'UWLR-SY-012', message('<weetniet xmlns="urn:verzonnen"/>')],
    [
      'answers another question',
      'wrong-answer',
      'UWLR-SY-012',
      message(GOOD.replaceAll('leerlinggegevens_antwoord', 'structuur_antwoord')),
    ],
    ['answers nothing in an envelope', 'invalid-answer', 'UWLR-SOAP-003', message('')],
    ['answers for another school', 'wrong-school', 'UWLR-SY-013', message(GOOD.replace('99XX', '99YY'))],
    ['answers for another location', 'wrong-school', 'UWLR-SY-013', message(GOOD.replace('>00<', '>01<'))],
    ['answers for another year', 'wrong-year', 'UWLR-SY-014', message(GOOD.replace('2026-2027', '2025-2026'))],
    ['reports no changes unasked', 'wrong-answer', 'UWLR-SY-015', message(answerWithout('geenwijzigingen'))],
    ['has no pupils any more', 'shrink-refused', 'UWLR-SY-018', message(answerWithout('geengegevens'))],
    ['leaves out what is mandatory', 'invalid-answer', 'UWLR-SCH-003', message(GOOD.replace(/<naam>[^<]*<\/naam>/, ''))],
    ['gives two pupils one key', 'invalid-answer', 'UWLR-LG-003', message(GOOD.replace('"LL-10008"', '"LL-10001"'))],
    [
      'puts a pupil in a group that is not there',
      'invalid-answer',
      'UWLR-LG-008',
      message(GOOD.replace('<groep key="SG-1"/>', '<groep key="weg"/>')),
    ],
    ['sends another charset than it says', 'broken', 'UWLR-SY-008', { does: 'wrong-charset', message: GOOD.replace('Nepja', 'Nepjä') }],
  ])('%s: %s', async (_what, outcome, rule, behaviour) => {
    const report = await refused(behaviour);
    expect(report.outcome).toBe(outcome);
    expect(rulesOf(report)).toContain(rule);
  });

  test('has an address on this machine that nobody allowed: nothing is sent to it', async () => {
    server.behave({ does: 'answer', message: GOOD });
    const before = server.requests.length;
    const report = await new SyncRoster({ store: fetching.store, keyring: fetching.keyring }).run({ school: SCHOOL, schoolYear: YEAR });
    expect(report).toMatchObject({ outcome: 'refused-target', ok: false });
    expect(report.findings).toMatchObject([{ rule: 'UWLR-SY-023', hint: expect.stringContaining('UWLR_ALLOW_TARGETS') }]);
    expect(server.requests).toHaveLength(before);
  });

  test.each(['s:Client', 's:Server'])("answers a fault of SOAP's own, %s: its code is said, and that it may want steps", async (code) => {
    const report = await refused({ does: 'fault', code, status: 500 });
    const [, plain] = code.split(':');
    expect(report.findings[0]).toMatchObject({ rule: 'UWLR-SY-011', hint: expect.stringMatching(`^${plain}; .*--in-steps`) });
    expect(report).not.toHaveProperty('faultCode');
  });

  test('is busy, and says for how long', async () => {
    const report = await refused({
      does: 'fault',
      code: 's:Server.TijdelijkNietBeschikbaar',
      status: 500,
      headers: { 'retry-after': '120' },
    });
    expect(report).toMatchObject({ faultCode: 'Server.TijdelijkNietBeschikbaar', retryAfter: 120 });
    expect((await fetching.exchange(report)).faultCode).toBe('Server.TijdelijkNietBeschikbaar');
  });

  test('puts a name into the code of its fault: it goes nowhere', async () => {
    const report = await refused({ does: 'fault', code: 's:Client.Pim-Verzonnen', status: 500 });
    expect(report.outcome).toBe('fault');
    expect(report.faultCode).toBeUndefined();
    expect(JSON.stringify([report, await fetching.exchange(report)])).not.toContain('Pim');
  });

  test('is not there at all', async () => {
    await server.close();
    const report = await refused({ does: 'hang' });
    expect(report.outcome).toBe('unreachable');
    expect(rulesOf(report)).toContain('UWLR-SY-001');
  });
});

describe('nothing is sent', () => {
  afterEach(end);

  test.each<[string, string, FetchingSetup]>([
    ['without an agreement', 'no-agreement', { agreed: false }],
    ['when the agreement is about results', 'no-agreement', { agreement: { exchanges: ['leerresultaten'], profile: 'resultaten' } }],
    ['when the agreement has ended', 'no-agreement', { agreement: { until: '2026-02-01T00:00:00.000Z' } }],
    ['when the party is no administration', 'no-agreement', { party: { role: 'ea' } }],
    ['to a place that is no address', 'bad-configuration', { party: { endpoint: 'las.example' } }],
    ['when a file of the connection is not there', 'bad-configuration', { connection: { caFile: '/er/is/niets.pem' } }],
    ['when a header may not be set', 'bad-configuration', { connection: { headers: { Host: 'elders' } } }],
    ['through a proxy that is no address', 'bad-configuration', { connection: { proxy: 'proxy' } }],
  ])('%s: %s', async (_what, outcome, setup) => {
    await start(setup);
    const report = await fetching.run();
    expect(report).toMatchObject({ outcome, ok: false });
    expect(rulesOf(report)).toEqual([outcome === 'no-agreement' ? 'UWLR-SY-020' : 'UWLR-SY-010']);
    expect(server.requests).toEqual([]);
    expect(await fetching.exchange(report)).toMatchObject({ outcome: 'refused' });
    expect(await fetching.snapshot()).toBeUndefined();
  });

  test('for a school year that is none', async () => {
    await start();
    expect((await fetching.run({ schoolYear: '2026' })).outcome).toBe('bad-configuration');
    expect(server.requests).toEqual([]);
  });

  test('for a school that is not known', async () => {
    await start();
    expect((await fetching.run({ school: '99QQ' })).outcome).toBe('no-agreement');
  });
});

describe('an answer that is too large', () => {
  afterEach(end);

  test('with 200 MB is not taken in', async () => {
    await begin({ party: { policy: 'tolerant' }, connection: { timeoutSeconds: 10 } });
    const [head = '', tail = ''] = GOOD.split('<leerlingen>');
    const filler = `<onbekend>${'0123456789'.repeat(1000)}</onbekend>`.repeat(20_000);
    const report = await refused(message(`${head}<leerlingen>${filler}${tail}`));
    expect(report.outcome).toBe('too-large');
    expect(rulesOf(report)).toContain('UWLR-SY-004');
  });

  test('for a limit of the connection itself is not taken in', async () => {
    await begin({ connection: { maxBytes: GOOD.length + 1000, timeoutSeconds: 10 } });
    const report = await refused(message(goodAnswer(syntheticSchool({ brin: '99XX', learners: 400 }))));
    expect(report.outcome).toBe('too-large');
  });
});
