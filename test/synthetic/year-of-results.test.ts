import { afterAll, describe, expect, test } from '@jest/globals';
import { checkResults } from '../../src/model/incoming/check-results.js';
import { resultsFile } from '../../src/synthetic/results/results-file.js';
import { TEST_KINDS } from '../../src/synthetic/results/test-plan.js';
import { YearOfResults } from '../../src/synthetic/results/year-of-results.js';
import { syntheticSchool } from '../../src/synthetic/school/synthetic-school.js';
import { UWLR_VERSIONS } from '../../src/uwlr/finding.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek, type Resultaat } from '../../src/uwlr/messages/leerresultaten.js';
import { leerresultatenVerzoek1 } from '../../src/uwlr/messages/v1/leerresultaten.js';
import { decodeText } from '../support/decode-text.js';
import { OFFICIAL_ARE_HERE, officialJudge } from '../support/judges.js';
import { OwnJudges } from '../support/variants.js';

const judges = new OwnJudges();
afterAll(() => judges.dispose());

const year = (shape: 'po' | 'vo', more: Partial<ConstructorParameters<typeof YearOfResults>[0]> = {}, learners = 24) =>
  new YearOfResults({ school: syntheticSchool({ brin: '99XX', learners, shape, schoolYear: '2025-2026' }), shape, ...more });

const resultsOf = ({ toetsafnames }: LeerresultatenVerzoek): Resultaat[] =>
  toetsafnames.toetsafname.flatMap(({ resultaten }) => resultaten.resultaat);

describe.each(['po', 'vo'] as const)('a year of results (%s)', (shape) => {
  const months = [...year(shape).months()];

  test.each(UWLR_VERSIONS)('is valid in %s to libxml2 and to us, without a single finding', (version) => {
    for (const { message } of [months[0], months.at(-1)] as typeof months) {
      const xml = [...resultsFile(message, version)].join('');
      expect(judges.of(version).judge(xml).errors).toEqual([]);
      const root = version === '1.0' ? leerresultatenVerzoek1 : leerresultatenVerzoek;
      const { value, findings, decoder } = decodeText(xml, root as typeof leerresultatenVerzoek, { version });
      if (version !== '1.0')
        for (const _ of checkResults(value as LeerresultatenVerzoek, decoder.decoder, findings, { now: new Date('2026-08-01') }));
      expect(findings.list).toEqual([]);
    }
  });

  test('comes month by month, each message later than the one before, each result once', () => {
    expect(months.map(({ month }) => month)).toEqual(
      ['09', '10', '11', '12', '01', '02', '03', '04', '05', '06'].map((month) => `${month > '08' ? 2025 : 2026}-${month}`),
    );
    const made = months.map(({ message }) => Date.parse(message.school.aanmaakdatum));
    expect([...made].sort((one, other) => one - other)).toEqual(made);
    const keys = months.flatMap(({ message }) => resultsOf(message).map(({ key }) => key));
    expect(new Set(keys).size).toBe(keys.length);
    expect(
      resultsOf(year(shape).whole() as LeerresultatenVerzoek)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(keys.sort());
  });

  test('has all kinds of work, and each alone when asked', () => {
    const parts = TEST_KINDS.map((kind) => resultsOf(year(shape, { kinds: [kind] }).whole() as LeerresultatenVerzoek).length);
    expect(Math.min(...parts)).toBeGreaterThan(60);
    expect(parts.reduce((sum, part) => sum + part)).toBe(resultsOf(year(shape).whole() as LeerresultatenVerzoek).length);
  });
});

test('is the same each time, other scores for another seed, and no other past for another day', () => {
  const upTo = (until: string, seed = 1) => year('po', { until, seed }).whole() as LeerresultatenVerzoek;
  expect(upTo('2026-01-31')).toEqual(upTo('2026-01-31'));
  expect(resultsOf(upTo('2026-01-31', 2))).not.toEqual(resultsOf(upTo('2026-01-31')));
  const later = new Map(resultsOf(upTo('2026-03-31')).map((result) => [result.key, result]));
  for (const result of resultsOf(upTo('2026-01-31'))) expect(later.get(result.key)).toEqual(result);
  expect(year('po', { until: '2025-08-15' }).whole()).toBeUndefined();
});

(OFFICIAL_ARE_HERE ? test : test.skip)('is valid to the official XSDs too', () => {
  const judge = officialJudge();
  try {
    const { message } = [...year('po').months()].at(-1) as { readonly message: LeerresultatenVerzoek };
    expect(judge.judge([...resultsFile(message, '2.2')].join('')).errors).toEqual([]);
  } finally {
    judge.dispose();
  }
});

test('hangs together per pupil: who is good at one thing tends to be good at another, and learns over the year', () => {
  const message = year('po', { kinds: ['lvsTest'] }, 300).whole() as LeerresultatenVerzoek;
  const skill = (of: readonly Resultaat[], code: RegExp) =>
    Number(of.find(({ toetscode }) => code.test(toetscode))?.osoresultaat?.toetsscore?.aantalgoed ?? Number.NaN);
  const pupils = message.toetsafnames.toetsafname.map(({ resultaten: { resultaat } }) =>
    [/REK-M/, /REK-E/, /SPE-M/].map((code) => skill(resultaat, code)),
  );
  const whole = pupils.filter((scores) => scores.every((score) => !Number.isNaN(score))) as [number, number, number][];
  expect(whole.length).toBeGreaterThan(150);
  expect(correlation(whole.map(([middle, end]) => [middle, end]))).toBeGreaterThan(0.75);
  expect(correlation(whole.map(([middle, , spelling]) => [middle, spelling]))).toBeGreaterThan(0.55);
  const growth = whole.map(([middle, end]) => end - middle);
  expect(growth.reduce((sum, one) => sum + one) / growth.length).toBeGreaterThan(0.5);
});

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value) / values.length;
  const [ones, others] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
  const covariance = mean(pairs.map(([one, other]) => one * other)) - mean(ones) * mean(others);
  const spread = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => value ** 2)) - mean(values) ** 2);
  return covariance / (spread(ones) * spread(others));
}
