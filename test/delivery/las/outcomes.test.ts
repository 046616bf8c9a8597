import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { failedByFault } from '../../../src/delivery/las/fault-outcome.js';
import { makeLasSender } from '../../../src/delivery/las/las-sender.js';
import type { Shipment } from '../../../src/delivery/shipment.js';
import type { AttemptOutcome } from '../../../src/store/outbox-store.js';
import { SyntheticSchool } from '../../../src/synthetic/results/small-school.js';
import { FAULT_CODES, type FaultCode } from '../../../src/uwlr/fault-code.js';
import { party, school } from '../../store/support/records.js';
import { type Behaviour, inEnvelope, type MisbehavingServer, startMisbehavingServer } from '../../support/misbehaving-las.js';
import { LAS, SendingSchool } from './support/sending-school.js';

const LR = 'http://www.edustandaard.nl/leerresultaten/2/leerresultaten';
const CONFIRMED = `<leerresultaten_bevestiging xmlns="${LR}"/>`;
let server: MisbehavingServer;
let sending: SendingSchool;
let shipment: Shipment;

beforeAll(async () => {
  server = await startMisbehavingServer({ does: 'answer', message: CONFIRMED });
  sending = await SendingSchool.at({ endpoint: server.url });
  await sending.accept(new SyntheticSchool({ brincode: '99XX', pupils: 1 }).results(new Date('2026-11-22T09:00:00Z')), '2.2');
  ({ shipment } = await sending.take());
});

afterAll(async () => {
  await sending.close();
  await server.close();
});

/** Ids of all deliveries of the shipment. */
const LEFT = () => shipment.items.map(({ delivery }) => delivery);

/** `patience`: seconds for an answer. */
async function outcomeOf(behaviour: Behaviour, patience = 60) {
  server.behave(behaviour);
  const settings = sending.keyring.sealSecret(JSON.stringify({ timeoutSeconds: patience }));
  const { kind, attempt, ...more } = await sending.sender.send({ ...shipment, target: { ...shipment.target, settings } });
  return { kind, ...attempt, ...more };
}

describe('a confirmation', () => {
  test.each([
    ['of UWLR 2', CONFIRMED],
    ['of UWLR 1.0', '<leerresultatenbevestiging xmlns="http://www.edustandaard.nl/leerresultaten/1/leerresultaten"/>'],
    [
      'with a prefix, and something in it',
      `<lr:leerresultaten_bevestiging xmlns:lr="${LR}"><lr:gelukt>ja</lr:gelukt></lr:leerresultaten_bevestiging>`,
    ],
  ])('%s says that everything is delivered', async (_, message) => {
    const answered = await outcomeOf({ does: 'answer', message });
    expect(answered.left).toEqual(LEFT());
    expect(answered).toMatchObject({ kind: 'answered', outcome: 'answered', status: 200 });
    expect([...(answered.items?.values() ?? [])]).toEqual([{ kind: 'delivered' }, { kind: 'delivered' }, { kind: 'delivered' }]);
  });
});

test('a confirmation of a LAS on CXF with MTOM, in parts, is one: nothing is sent again', async () => {
  const root = `--uuid:1\r\nContent-Type: application/xop+xml; charset=UTF-8; type="text/xml"\r\nContent-ID: <root>\r\n\r\n${inEnvelope(CONFIRMED)}`;
  const headers = {
    'content-type': 'multipart/related; type="application/xop+xml"; boundary="uuid:1"; start="<root>"; start-info="text/xml"',
  };
  const answered = await outcomeOf({ does: 'raw', body: Buffer.from(`${root}\r\n--uuid:1--`), headers });
  expect([...(answered.items?.values() ?? [])]).toEqual([{ kind: 'delivered' }, { kind: 'delivered' }, { kind: 'delivered' }]);
});

const FAULTS: Readonly<Record<FaultCode, AttemptOutcome>> = {
  'Client.OngeldigBericht': 'content',
  'Client.OngeldigeKlantIdentificatie': 'authorisation',
  'Client.AutorisatieOngeldig': 'authorisation',
  'Client.VocabulaireTermOngeldig': 'content',
  'Client.XsdVersieOngeldig': 'configuration',
  'Client.LeerlingOngeldig': 'content',
  'Client.ToetsNormeringOngeldig': 'content',
  'Client.ScoreOngeldig': 'content',
  'Client.EldResultaatOngeldig': 'content',
  'Server.InterneFout': 'server',
  'Server.TijdelijkNietBeschikbaar': 'server',
  VersionMismatch: 'configuration',
  MustUnderstand: 'configuration',
};

describe('a fault', () => {
  test.each(Object.entries(FAULTS))('%s: %s, whatever its prefix and status', async (code, outcome) => {
    for (const [prefix, status] of [
      ['s:', 500],
      ['SOAP-ENV:', 200],
      ['', 400],
    ] as const) {
      expect(await outcomeOf({ does: 'fault', code: `${prefix}${code}`, status })).toMatchObject({ kind: 'failed', outcome, code, status });
    }
  });

  test('every code of the standard is one of them', () => {
    expect(Object.keys(FAULTS)).toEqual([...FAULT_CODES, 'VersionMismatch', 'MustUnderstand']);
  });

  test.each([
    ['s:Client', 'content'],
    ['s:Client.NogNooitGezien', 'content'],
    ['s:Server', 'server'],
    ['s:Server.userException', 'server'],
    ['a:InternalServiceFault', 'server'],
    ['', 'server'],
  ])('of a code that the standard does not have goes by its class, and the code is not repeated: %s is %s', async (code, outcome) => {
    const failed = await outcomeOf({ does: 'fault', code, status: 500 });
    expect(failed).toMatchObject({ kind: 'failed', outcome });
    expect(failed).not.toHaveProperty('code');
  });

  test.each([
    ['s:Client', 401, 'authorisation'],
    ['s:Client.Toegang', 403, 'authorisation'],
    ['s:Client', 404, 'configuration'],
    ['s:Client', 429, 'busy'],
    ['s:Client', 503, 'busy'],
    ['a:Weigering', 403, 'authorisation'],
    ['s:Client', 422, 'content'],
    ['s:Server', 400, 'server'],
  ])(
    'of such a code under a status that says more goes by that, as it is not about the results: %s under %i is %s',
    async (code, status, outcome) => {
      expect(await outcomeOf({ does: 'fault', code, status })).toMatchObject({ kind: 'failed', outcome, status });
    },
  );

  test('of the server under 503 is a request to come back later', async () => {
    const headers = { 'retry-after': '17' };
    const code = 's:Server.TijdelijkNietBeschikbaar';
    expect(await outcomeOf({ does: 'fault', code, status: 503, headers })).toMatchObject({ outcome: 'busy', status: 503, retryAfter: 17 });
  });

  test('says nothing of its own in the attempt: its text may be about a pupil', () => {
    const fault = { code: 'Client.ScoreOngeldig', text: 'De score van Pim Bedacht is geen score' };
    const { attempt } = failedByFault({ status: 500, fault, problems: [], wireBytes: 1, decodedBytes: 1 });
    expect(JSON.stringify(attempt)).not.toContain('Pim');
  });
});

const NO_CERTIFICATE =
  '<html>\r\n<head><title>400 No required SSL certificate was sent</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<center>No required SSL certificate was sent</center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

describe('what is no answer', () => {
  const REST = { maxBytes: 1024 * 1024 };
  test.each<[string, Behaviour, AttemptOutcome, Readonly<Record<string, unknown>>]>([
    ['nothing within the time', { does: 'hang' }, 'timeout', { code: 'timeout' }],
    ['half an answer, then nothing', { does: 'hang-mid-body', message: CONFIRMED }, 'timeout', { code: 'timeout' }],
    ['half an answer, then the end', { does: 'cut-mid-body' }, 'connection', { code: 'broken' }],
    ['half an envelope that is whole as HTTP', { does: 'truncate', message: CONFIRMED }, 'connection', { code: 'broken' }],
    ['the end of the connection', { does: 'reset' }, 'connection', { code: 'unreachable' }],
    ['an error page under 200', { does: 'html', status: 200 }, 'server', { code: 'not-soap', status: 200 }],
    ['an error page under 500', { does: 'html', status: 500 }, 'server', { code: 'not-soap', status: 500 }],
    ['an error page under 503', { does: 'html', status: 503 }, 'busy', { code: 'not-soap', status: 503 }],
    ['an error page under 404', { does: 'html', status: 404 }, 'configuration', { code: 'not-soap', status: 404 }],
    ['an error page under 413', { does: 'html', status: 413 }, 'content', { code: 'not-soap', status: 413 }],
    ['JSON under 401', { does: 'json', status: 401 }, 'authorisation', { code: 'not-soap', status: 401 }],
    ['nothing under 200', { does: 'empty', status: 200 }, 'server', { code: 'empty', status: 200 }],
    [
      'nothing under 503, with when',
      { does: 'empty', status: 503, headers: { 'retry-after': '30' } },
      'busy',
      { status: 503, retryAfter: 30 },
    ],
    ['nothing under 429', { does: 'empty', status: 429 }, 'busy', { status: 429 }],
    ['another address', { does: 'redirect', to: 'http://elders.example/' }, 'configuration', { code: 'redirect' }],
    [
      'a page of nginx about our certificate',
      { does: 'raw', status: 400, body: NO_CERTIFICATE },
      'configuration',
      { code: 'tls', status: 400 },
    ],
    ['another page under 400', { does: 'html', status: 400 }, 'content', { code: 'not-soap', status: 400 }],
    ['more than a confirmation can be', { does: 'flood', bytes: 3 * REST.maxBytes }, 'server', { code: 'too-large' }],
    ['another message', { does: 'answer', message: '<geheel_iets_anders xmlns="urn:verzonnen"/>' }, 'server', { status: 200 }],
    ['an envelope without a message', { does: 'answer', message: '' }, 'server', { status: 200 }],
    ['a confirmation under 500', { does: 'answer', message: CONFIRMED, status: 500 }, 'server', { status: 500 }],
  ])('%s', async (_, behaviour, outcome, more) => {
    const failed = await outcomeOf(behaviour, outcome === 'timeout' ? 1 : 60);
    // Whatever came back, or did not: the data had left.
    expect(failed).toMatchObject({ kind: 'failed', outcome, words: expect.any(String), left: LEFT(), ...more });
  });
});

describe('what cannot be sent as things are configured', () => {
  const seal = (value: unknown) => sending.keyring.sealSecret(JSON.stringify(value));
  const { endpoint: _, ...nowhere } = { ...party(LAS, { role: 'las' }), endpoint: '' };

  test.each<[string, () => Partial<Shipment>, RegExp]>([
    ['no address', () => ({ party: nowhere }), /where the administration takes results/],
    ['no key for the school', () => ({ school: school('99ZZ') }), /no autorisatiesleutel/],
    ['a name that does not fit in a header', () => ({ party: { ...shipment.party, connection: seal({ klantnaam: '' }) } }), /klantnaam/],
    ['a file that is not there', () => ({ party: { ...shipment.party, connection: seal({ caFile: '/nergens/ca.pem' }) } }), /caFile/],
    ['a setting that cannot be', () => ({ target: { ...shipment.target, settings: seal({ maxItems: 0 }) } }), /maxItems/],
  ])('%s', async (_, change, words) => {
    const sent = await sending.sender.send({ ...shipment, ...change() });
    expect(sent).toMatchObject({ kind: 'failed', attempt: { outcome: 'configuration', words: expect.stringMatching(words) }, left: [] });
  });

  test('an address on this machine that nobody allowed', async () => {
    const sender = makeLasSender({ store: sending.store, keyring: sending.keyring, allowTargets: [] });
    const sent = await sender.send(shipment);
    await sender.close();
    expect(sent).toMatchObject({ kind: 'failed', attempt: { outcome: 'configuration', code: 'refused-target' }, left: [] });
  });
});

test('a gateway that stops gives the call up', async () => {
  server.behave({ does: 'hang' });
  const stop = new AbortController();
  const sent = sending.sender.send({ ...shipment, signal: stop.signal });
  stop.abort();
  expect(await sent).toMatchObject({ kind: 'failed', attempt: { outcome: 'connection', code: 'unreachable' } });
});
