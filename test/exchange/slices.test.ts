import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { type DeliverOptions, deliverRows } from '../../src/exchange/intake/slices.js';
import { Tagger } from '../../src/goals/tagger.js';
import { assessmentId, resultId } from '../../src/model/ids.js';
import { checkResults } from '../../src/model/incoming/check-results.js';
import { UwlrMessage, uwlrMessage } from '../../src/model/incoming/uwlr-message.js';
import { KnownTests } from '../../src/model/results/known-tests.js';
import { schoolId } from '../../src/model/school-id.js';
import { SchoolKey } from '../../src/privacy/keys/seal.js';
import type { ResultRow, Slice } from '../../src/store/store.js';
import { SlicePacker } from '../../src/store/tables/results/slice-packer.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { encodeToString } from '../../src/uwlr/encode.js';
import { readExtensions } from '../../src/uwlr/extensions.js';
import { UWLR_2_VERSIONS } from '../../src/uwlr/finding.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../../src/uwlr/messages/leerresultaten.js';
import { fullMessage } from '../model/support/invented-message.js';
import { decodeText } from '../support/decode-text.js';
import { readFast } from '../support/read-fast.js';

const NOW = new Date('2026-02-01');
const KEY = new SchoolKey(new Uint8Array(32).fill(7));
const EXTENSIONS = readExtensions([
  {
    namespace: 'urn:voorbeeld:formaat',
    type: 'Formaat',
    elements: [
      { name: 'oordeel', type: 'string' },
      { name: 'opmerking', type: 'string', privacy: 'F', optional: true },
    ],
  },
]);

function rowsOf(message: LeerresultatenVerzoek, options: Partial<Omit<DeliverOptions, 'message'>> = {}) {
  const { assessments, slices, strips } = deliverRows({
    message: uwlrMessage(message),
    school: '99AB-01',
    party: 'TESTEA',
    version: '2.2',
    infourl: { keep: 'hosts', hosts: ['ea.example'] },
    schoolKey: KEY,
    aliases: new Map(),
    extensions: EXTENSIONS,
    ...options,
  });
  const all: Slice[] = [...slices];
  return {
    assessments,
    slices: all,
    results: all.flatMap(({ results }) => results),
    learners: all.flatMap(({ learners }) => learners),
    strips: strips(),
  };
}

function manyResults(pupils: number, each: number): LeerresultatenVerzoek {
  const toetsafname = Array.from({ length: pupils }, (_, p) => ({
    leerlingid: `LL-${p}`,
    resultaten: {
      resultaat: Array.from({ length: each }, (__, r) => ({ key: `r-${p}-${r}`, afnamedatum: '2026-01-14', toetscode: 'T1', score: '7' })),
    },
  }));
  return { ...fullMessage(), toetsafnames: { toetsafname } };
}

describe('the rows of a message', () => {
  const { assessments, results, learners } = rowsOf(fullMessage());

  test('say of each result whose it is, of which test, and what it says', () => {
    const [row] = results;
    const alias = KEY.alias('leerlingid', 'LL-0001');
    expect(row).toMatchObject({ assessment: assessmentId('99AB-01', 'TESTEA', 'T1', '3'), key: 'r-score' });
    expect(row?.result).toMatchObject({
      id: resultId('99AB-01', 'TESTEA', 'r-score'),
      learner: alias,
      date: '2026-01-14',
      eckId: 'eckid-0001',
      norm: { term: 'goed' },
      detailUrl: 'https://ea.example/a',
    });
    expect(learners).toEqual([
      { alias, eckId: 'eckid-0001', eckAlias: expect.stringMatching(/^[\w-]{27}$/), sealedId: expect.any(Uint8Array) },
    ]);
  });

  test('hold each test, under the id that its results name', () => {
    expect(assessments).toEqual([{ id: results[0]?.assessment, code: 'T1', version: '3', document: expect.any(String) }]);
  });

  test('are the same for the same tests, so that nothing is stored twice', () => {
    expect(rowsOf(fullMessage()).assessments).toEqual(assessments);
  });
});

describe('slices', () => {
  test('hold at most 500 results, also of one pupil, and no learner later than the results', () => {
    const one = rowsOf(manyResults(1, 1201));
    expect(one.slices.map((slice) => [slice.learners.length, slice.results.length])).toEqual([
      [1, 500],
      [0, 500],
      [0, 201],
    ]);
    const many = rowsOf(manyResults(700, 2));
    expect(many.slices.map((slice) => [slice.learners.length, slice.results.length])).toEqual([
      [250, 500],
      [250, 500],
      [200, 400],
    ]);
  });

  test('end with the last result', () => {
    expect(rowsOf(manyResults(2, 500)).slices).toHaveLength(2);
  });

  test('are made while they are read', () => {
    const { slices, strips } = deliverRows({
      message: uwlrMessage(manyResults(600, 1)),
      school: '99AB',
      party: 'TESTEA',
      version: '2.2',
      infourl: { keep: 'none' },
      schoolKey: KEY,
      aliases: new Map(),
    });
    const seen = () => strips().find(({ rule }) => rule === 'replaced-by-alias')?.count;
    const iterator = slices[Symbol.iterator]();
    iterator.next();
    expect(seen()).toBe(500);
    iterator.next();
    expect(seen()).toBe(600);
  });
});

describe('values that may not be kept', () => {
  const PLANTED = ['Proef Persoon', 'proefcommentaar', 'LL-7654', 'LK-7654', 'geheimtoken', 'vrijetekst'];
  const message = fullMessage();
  const [score, oso, other] = message.toetsafnames.toetsafname[0]?.resultaten.resultaat ?? [];
  if (score === undefined || oso === undefined || other === undefined) throw new Error('three results expected');
  const planted: LeerresultatenVerzoek = {
    ...message,
    toetsafnames: {
      toetsafname: [
        {
          leerlingid: ' LL-7654 ',
          eckid: 'eckid-0001',
          resultaatverwerkerid: ' LK-7654',
          resultaten: {
            resultaat: [
              { ...score, key: 'a-LL-7654', infourl: 'https://ea.example/toets;s=geheimtoken?leerling=LL-7654&token=geheimtoken' },
              { ...oso, key: 'll%2D7654', infourl: 'https://ea.example/leerling/LL-7654' },
              { ...other, anderresultaat: { ...other.anderresultaat, opmerking: 'vrijetekst van Proef Persoon' } as object },
            ],
          },
        },
      ],
    },
  };

  test('are in no row, no strip record and no finding', () => {
    const { value, decoder, findings } = decodeText(
      encodeToString(leerresultatenVerzoek, '2.2', planted, { extensions: EXTENSIONS }),
      leerresultatenVerzoek,
      {
        extensions: EXTENSIONS,
      },
    );
    expect(findings.list).toEqual([]);
    const decoded = value as LeerresultatenVerzoek;
    for (const _ of checkResults(decoded, decoder.decoder, findings, { now: NOW }));
    const { results, learners, assessments, strips } = rowsOf(decoded);
    expect(findings.list.map(({ rule }) => rule).sort()).toEqual([
      'UWLR-LR-014',
      'UWLR-LR-016',
      'UWLR-LR-016',
      'UWLR-LR-019',
      'UWLR-LR-019',
    ]);
    expect(results).toHaveLength(3);
    const sealed = [...learners.map(({ sealedId }) => sealedId), ...results.map(({ sealedKey }) => sealedKey)].map((bytes) =>
      bytes === undefined ? '' : Buffer.from(bytes).toString('latin1'),
    );
    const everything = JSON.stringify({ results, learners, assessments, strips, findings: findings.list }) + sealed.join('');
    for (const value of PLANTED) expect(everything.toLowerCase().includes(value.toLowerCase())).toBe(false);
    expect(everything).not.toMatch(/7654/);
    expect(strips.map(({ path, rule, count }) => `${count} ${path.split('/').slice(-2).join('/')} ${rule}`)).toEqual([
      '1 school/auteur not-in-profile',
      '1 school/commentaar not-in-profile',
      '1 toetsafname/leerlingid replaced-by-alias',
      '1 toetsafname/resultaatverwerkerid not-in-profile',
      '2 resultaat/@key key-sealed',
      '1 anderresultaat/opmerking not-in-profile',
      '1 resultaat/infourl infourl-learner',
      '1 resultaat/infourl infourl-query',
    ]);
  });

  test('can be found back by the school, and are what was sent', () => {
    const { results, learners } = rowsOf(planted);
    expect(KEY.open(learners[0]?.sealedId as Uint8Array)).toBe('LL-7654');
    expect(results.slice(0, 2).map(({ sealedKey }) => KEY.open(sealedKey as Uint8Array))).toEqual(['a-LL-7654', 'll%2D7654']);
    expect(results[0]?.result.detailUrl).toBe('https://ea.example/toets');
  });
});

test('the rows of a message are the same when tests of earlier messages are remembered', () => {
  const tests = new KnownTests();
  let both = 0;
  for (const version of UWLR_2_VERSIONS) {
    for (let seed = 0; seed < 7; seed += 1) {
      const generated = generateMessage(leerresultatenVerzoek, version, new Random(seed));
      // Twice for each school and vendor, as a test may be the same, and a school or vendor other.
      for (const message of [fullMessage(), generated, { ...fullMessage(), toetsafnames: generated.toetsafnames }, generated]) {
        for (const origin of [{}, { school: '99ZZ' }, { party: 'TESTEB' }]) {
          const plain = rowsOf(message, { version, ...origin });
          const known = rowsOf(message, { version, ...origin, tests });
          expect(known.assessments).toEqual(plain.assessments);
          expect(JSON.stringify(known.results.map(seen))).toBe(JSON.stringify(plain.results.map(seen)));
          both += known.results.length;
        }
      }
    }
  }
  expect(both).toBeGreaterThan(500);
});

/** A result without its sealed key: sealed twice it looks different. */
function seen({ sealedKey, ...row }: ResultRow) {
  return { ...row, isSealed: sealedKey !== undefined };
}

test('a test that says one thing more is another one', () => {
  const tests = new KnownTests();
  const full = fullMessage();
  const toets = full.toetsen.toets.map((one) => ({ ...one, toetsnaam: 'Anders genoemd' }));
  const renamed = { ...full, toetsen: { toets } };
  const [before, after] = [full, renamed].map((message) => rowsOf(message, { tests }));
  expect(after?.assessments[0]?.document).toContain('Anders genoemd');
  expect(after?.results[0]?.result.activity.name).toBe('Anders genoemd');
  expect(before?.results[0]?.result.activity.name).not.toBe('Anders genoemd');
});

describe('what is remembered from message to message', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  /** Bytes that are kept in memory after so many messages of 60 kB, each with one result on this day and this test. */
  function keptAfter(messages: number, toetsOf: (n: number) => object, dayOf: (n: number) => string): number {
    const tests = new KnownTests();
    const tagger = new Tagger({ resolve: () => undefined }, { linksFor: () => [] }, { sets: 1, mappings: 1 });
    const full = fullMessage();
    const take = (n: number) => {
      const message = manyResults(1, 1);
      const toets = { ...full.toetsen.toets[0], ...toetsOf(n) } as (typeof full.toetsen.toets)[0];
      const part = toets.toetsonderdelen?.toetsonderdeel[0]?.toetsonderdeelcode.value as string;
      const resultaat = { key: `r-${n}`, afnamedatum: dayOf(n), toetscode: 'T1', toetsonderdeelcode: part, score: '7' };
      const toetsafname = [{ leerlingid: `LL-${n}`, resultaten: { resultaat: [resultaat] } }];
      const sent = { ...message, toetsen: { toets: [toets] }, toetsafnames: { toetsafname } };
      const text = `${encodeToString(leerresultatenVerzoek, '2.2', sent)}${' '.repeat(60_000)}`;
      const read = readFast(Buffer.from(text).toString('latin1'), leerresultatenVerzoek) as { readonly value: unknown };
      const { slices } = deliverRows({
        message: new UwlrMessage({ value: read.value as LeerresultatenVerzoek }),
        ...{
          school: '99AB',
          party: 'TESTEA',
          version: '2.2',
          infourl: { keep: 'none' },
          schoolKey: KEY,
          aliases: new Map(),
          tests,
          tagger,
        },
      });
      const packer = new SlicePacker('99AB');
      for (const slice of slices) packer.pack(slice);
    };
    take(0);
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let n = 1; n <= messages; n += 1) take(n);
    collect();
    return process.memoryUsage().heapUsed - before;
  }
  const same = () => ({});
  const usual = () => '2026-01-14';
  const minutes = (n: number) => String(n % 60).padStart(2, '0');
  const concept = (n: number) => ({ value: `bk:00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, niveau: '1' });
  const partsOf = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      toetsonderdeelvolgnummer: String(n + 1),
      toetsonderdeelcode: { value: `P${n}` },
      toetsonderdeelnaam: 'x'.repeat(80),
    }));
  const entries = Array.from({ length: 200 }, (_, n) => ({ value: `${n} ${'x'.repeat(100)}`, niveau: String(n + 2) }));

  test.each<[string, (n: number) => object, (n: number) => string]>([
    [
      'a part of a test',
      (n) => ({ toetsonderdelen: { toetsonderdeel: [{ ...partsOf(1)[0], toetsonderdeelcode: { value: `ONDERDEEL ${1000 + n}` } }] } }),
      usual,
    ],
    ['a test', (n) => ({ toetsnaam: `Rekenen in blok nummer ${n}` }), usual],
    [
      'a test that is too large to be remembered',
      (n) => ({ toetshierarchie: { ingang: [concept(n)] }, toetsonderdelen: { toetsonderdeel: partsOf(500) } }),
      usual,
    ],
    ['a day', same, (n) => `2026-01-14+${String(Math.floor(n / 60) % 14).padStart(2, '0')}:${minutes(n)}`],
  ])('%s does not keep the message in memory', (_, toetsOf, dayOf) => {
    // With their messages they would hold 6 MB.
    expect(keptAfter(100, toetsOf, dayOf)).toBeLessThan(3_000_000);
  });

  test.each<[string, object]>([
    ['hierarchy', { toetshierarchie: { ingang: entries } }],
    ['vocabulary', { toetscode: { value: 'T1', vocabulaire: `http://example.org/${'x'.repeat(20_000)}` } }],
  ])('is bounded where the %s of a test is said again for each of its parts', (_, more) => {
    const parts = partsOf(100);
    const resultaat = parts.map(({ toetsonderdeelcode: { value } }) => ({
      ...{ key: `r-${value}`, afnamedatum: '2026-01-14', toetscode: 'T1', toetsonderdeelcode: value, score: '7' },
    }));
    const tests = new KnownTests();
    const take = (n: number) => {
      const toets = {
        toetscode: { value: 'T1' },
        toetsnaam: `${n}`,
        ...more,
        toetsonderdelen: { toetsonderdeel: parts },
      };
      const toetsafnames = { toetsafname: [{ leerlingid: 'LL-1', resultaten: { resultaat } }] };
      const { slices } = rowsOf({ ...fullMessage(), toetsen: { toets: [toets] }, toetsafnames }, { tests });
      const packer = new SlicePacker('99AB-01');
      for (const slice of slices) packer.pack(slice);
    };
    take(0);
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let n = 1; n <= 10; n += 1) take(n);
    collect();
    // The texts of their activities would be 24 MB.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(10_000_000);
  });
});

test('any valid message is checked and turned into rows, whatever it holds', () => {
  let count = 0;
  for (const version of UWLR_2_VERSIONS) {
    for (let seed = 0; seed < 40; seed += 1) {
      const text = encodeToString(leerresultatenVerzoek, version, generateMessage(leerresultatenVerzoek, version, new Random(seed)));
      const { value, decoder, findings } = decodeText(text, leerresultatenVerzoek);
      const message = value as LeerresultatenVerzoek;
      for (const _ of checkResults(message, decoder.decoder, findings, { now: NOW }));
      for (const { line, column } of findings.list) expect(Math.min(line, column)).toBeGreaterThan(0);
      const { results, assessments } = rowsOf(message, { version, school: schoolId(message.school) });
      for (const { document } of assessments) JSON.parse(document);
      expect(results).toHaveLength(message.toetsafnames.toetsafname.reduce((sum, { resultaten }) => sum + resultaten.resultaat.length, 0));
      count += findings.count;
    }
  }
  expect(count).toBeGreaterThan(100);
});
