import { afterAll, describe, expect, test } from '@jest/globals';
import { inWords, soapAnswerOf } from '../../src/conformance/reader/soap-answer.js';
import { HttpClient } from '../../src/conformance/traffic/http-client.js';
import type { FaultUse } from '../../src/simulator/faults/fault.js';
import { LAS_FAULTS } from '../../src/simulator/faults/las-faults.js';
import { startSimulatedLas } from '../../src/simulator/las.js';
import { syntheticSchool } from '../../src/synthetic/school/synthetic-school.js';
import { FAULT_CODES } from '../../src/uwlr/fault-code.js';
import { type Asking, question } from './support/say.js';

const http = new HttpClient({ patienceMs: 10_000 });
const impatient = new HttpClient({ patienceMs: 300 });
afterAll(async () => {
  await http.close();
  await impatient.close();
});

const FIELDS = { brincode: '99XX', dependancecode: '02' };
const now = () => new Date('2026-11-01T10:00:00Z');

interface Heard {
  readonly words: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a caller gets of the messages that it sends one after the other. */
async function heard(faults: readonly FaultUse[], asked: readonly Asking[] = [{}], client = http): Promise<readonly Heard[]> {
  const school = syntheticSchool({ brin: '99XX-02', learners: 30, shape: 'vo' });
  const las = await startSimulatedLas({ school, now, faults });
  try {
    const answers: Heard[] = [];
    for (const one of asked) {
      const body = question({ ...one, fields: { ...FIELDS, ...one.fields } });
      const exchange = await client.send({ url: las.endpoint, headers: { 'Content-Type': 'text/xml; charset=utf-8' }, body });
      const { status = 0, headers = {}, body: bytes = Buffer.alloc(0) } = exchange.answer ?? {};
      answers.push({ words: inWords(soapAnswerOf(exchange)), status, headers, body: bytes.toString('latin1') });
    }
    return answers;
  } finally {
    await las.close();
  }
}

const faultNamed = (name: string) => LAS_FAULTS.find((fault) => fault.name === name) as FaultUse['fault'];
const SOUND = 'leerlinggegevens_antwoord under HTTP 200';

describe('a simulated administration, told to', () => {
  test.each([
    ['hang-up', 'no answer (reset)'],
    ['answer-lost', 'no answer (reset)'],
    ['answer-cut', 'no answer (reset)'],
    ['redirect', 'no XML'],
    ['html', 'no XML'],
    ['empty', 'an empty answer, under HTTP 200'],
    ['busy', 'no XML'],
    ['fault-200', 'fault Client.OngeldigBericht under HTTP 200'],
    ['fault-no-prefix', 'fault Client.OngeldigBericht under HTTP 500'],
    ['fault-unknown', 'fault (a name that the standard does not have) under HTTP 500'],
    ['xml-broken', 'no XML'],
    ['xml-junk', 'no XML'],
    ['xml-doctype', 'no XML'],
    ['body-empty', 'an empty Body, under HTTP 200'],
    ['no-envelope', 'XML, but no envelope of SOAP 1.1'],
    ['soap-12', 'XML, but no envelope of SOAP 1.1'],
    ['other-root', '(a name that the standard does not have) under HTTP 200'],
    ['latin-1', 'no XML'],
    ...FAULT_CODES.map((code) => [code, `fault ${code} under HTTP 500`] as const),
  ] as const)('%s, does it', async (name, words) => {
    const [one] = await heard([{ fault: faultNamed(name) }]);
    expect(one?.words).toContain(words);
  });

  test.each(LAS_FAULTS.filter(({ name }) => name.startsWith('http-')))('answer $name does it', async (fault) => {
    const [one] = await heard([{ fault }]);
    expect(one?.status).toBe(Number(fault.name.slice(5)));
  });

  test('be silent, is until the caller gives up', async () => {
    expect(await heard([{ fault: faultNamed('silence') }], [{}], impatient)).toMatchObject([{ words: 'no answer (timeout)' }]);
  });

  test('be slow, answers soundly in the end', async () => {
    expect(await heard([{ fault: faultNamed('slow'), waitMs: 1 }])).toMatchObject([{ words: SOUND }]);
  });

  test.each([
    ['type-html', { 'content-type': 'text/html' }],
    ['utf-16', { 'content-type': 'text/xml; charset=utf-16' }],
    ['gzip', { 'content-encoding': 'gzip' }],
    ['busy', { 'retry-after': '2' }],
  ])('%s, says so in its headers', async (name, headers) => {
    expect((await heard([{ fault: faultNamed(name) }]))[0]?.headers).toMatchObject(headers);
  });

  test('say nothing of its type, does not', async () => {
    expect((await heard([{ fault: faultNamed('type-absent') }]))[0]?.headers).not.toHaveProperty('content-type');
  });

  const ASKED: Readonly<Record<string, Asking>> = {
    'ignores-since': { fields: { laatstontvangengegevens: '2026-11-02T10:00:00Z' } },
    'all-in-one-only': { operation: 'structuur' },
  };

  test.each(LAS_FAULTS.filter(({ kind }) => kind === 'quirk'))(
    'have the quirk $name, answers otherwise than a sound one',
    async (fault) => {
      const asked = [ASKED[fault.name] ?? {}];
      const [sound, odd] = [await heard([], asked), await heard([{ fault }], asked)];
      expect(odd).not.toEqual(sound);
      expect(odd[0]?.words).not.toContain('no XML');
    },
  );

  test('fail twice, answers the third time', async () => {
    const answers = await heard([{ fault: faultNamed('Server.TijdelijkNietBeschikbaar'), times: 2 }], [{}, {}, {}]);
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 200]);
  });

  test('fail for results, answers questions', async () => {
    expect(await heard([{ fault: faultNamed('http-500'), on: 'results' }])).toMatchObject([{ words: SOUND }]);
    expect(await heard([{ fault: faultNamed('http-500'), on: 'pupils' }])).toMatchObject([{ status: 500 }]);
  });
});
