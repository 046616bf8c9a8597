import { afterAll, describe, expect, test } from '@jest/globals';
import { MUTATION_NAMES } from '../../src/synthetic/messages/changed-message.js';
import { schoolFile } from '../../src/synthetic/school/school-file.js';
import { schoolJson, schoolOfJson, UnfitSchool } from '../../src/synthetic/school/school-json.js';
import { schoolOfMessage } from '../../src/synthetic/school/school-of-message.js';
import { SCHOOL_SETS } from '../../src/synthetic/school/school-set.js';
import { syntheticSchool } from '../../src/synthetic/school/synthetic-school.js';
import { checkRoster } from '../../src/uwlr/check-roster.js';
import { UWLR_VERSIONS } from '../../src/uwlr/finding.js';
import { edex } from '../../src/uwlr/messages/edexml-file.js';
import { leerlinggegevensAntwoord } from '../../src/uwlr/messages/leerlinggegevens.js';
import { leerlinggegevensAntwoord1 } from '../../src/uwlr/messages/v1/leerlinggegevens.js';
import { decodeText, shown } from '../support/decode-text.js';
import { OFFICIAL_ARE_HERE, officialPupilJudge } from '../support/judges.js';
import { OwnJudges } from '../support/variants.js';

const judges = new OwnJudges();
afterAll(() => judges.dispose());

const madeAt = '2026-08-01T08:00:00+02:00';
const FORMS = [
  ...UWLR_VERSIONS.flatMap((version) => SCHOOL_SETS.map((set) => ({ format: 'uwlr', version, set }) as const)),
  ...(['2.1', '2.2'] as const).flatMap((version) => SCHOOL_SETS.map((set) => ({ format: 'edexml', version, set }) as const)),
];
const size = { learners: 60, locations: 2 };
const LARGE = { po: syntheticSchool({ brin: '99XX', ...size }), vo: syntheticSchool({ brin: '99XX-02', shape: 'vo', ...size }) };

function rootOf({ format, version }: (typeof FORMS)[number]) {
  if (format === 'edexml') return edex;
  return version === '1.0' ? leerlinggegevensAntwoord1 : leerlinggegevensAntwoord;
}

describe.each(FORMS)('an invented school as $format $version ($set)', (form) => {
  const { version, set, format } = form;
  const profile = set === 'edexml' || version === '1.0' ? undefined : set;

  test.each(['po', 'vo'] as const)('is valid to libxml2 and to us, and says nothing strange (%s)', (shape) => {
    const xml = [...schoolFile(LARGE[shape], { ...form, madeAt })].join('');
    // The profiles are of the answers: EDEXML files have none.
    expect(judges.of(version, format === 'edexml' ? undefined : profile).judge(xml).errors).toEqual([]);
    const { value, findings, decoder } = decodeText(xml, rootOf(form), { version });
    for (const _ of checkRoster(rootOf(form), value, decoder.decoder, findings, { now: new Date('2026-11-01') }));
    // That ECK iDs are those of the pilot environment is worth a remark.
    expect(findings.list.filter(({ rule }) => rule !== 'UWLR-LG-023').map(shown)).toEqual([]);
    expect(xml.includes('<vestiging ')).toBe(set === 'edexml' && version !== '1.0');
  });
});

// Their list of school years ends with this one.
(OFFICIAL_ARE_HERE ? test.each(SCHOOL_SETS) : test.skip.each(SCHOOL_SETS))('is valid to the official XSDs too (%s)', (set) => {
  const judge = officialPupilJudge(set === 'edexml' ? undefined : set);
  try {
    const school = syntheticSchool({ brin: '99XX', learners: 40, schoolYear: '2024-2025' });
    const xml = [...schoolFile(school, { format: 'uwlr', version: '2.2', set, madeAt })].join('');
    // The files of the profiles have the content of answers, and other names for the answers themselves.
    const content = /<leerlinggegevens>[\s\S]*<\/leerlinggegevens>/.exec(xml)?.[0] ?? '';
    const uri = 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens';
    const text = set === 'edexml' ? xml : content.replace('<leerlinggegevens>', `<leerlinggegevens xmlns="${uri}">`);
    expect(judge.judge(text).errors).toEqual([]);
  } finally {
    judge.dispose();
  }
});

test('what is written as EDEXML or as an answer is read back as the same school', () => {
  const school = syntheticSchool({ brin: '99XX', learners: 90 });
  const options = { version: '2.2', set: 'edexml', madeAt } as const;
  const written = (of: typeof school, format: 'uwlr' | 'edexml') => [...schoolFile(of, { ...options, format })].join('');
  for (const [format, root] of [
    ['edexml', edex],
    ['uwlr', leerlinggegevensAntwoord],
  ] as const) {
    const read = schoolOfMessage(root, decodeText(written(school, format), root, { version: '2.2' }).value);
    expect(read?.roster.learners).toHaveLength(90);
    expect(written(read as typeof school, 'edexml')).toBe(written(school, 'edexml'));
  }
});

describe('a school as JSON', () => {
  const school = syntheticSchool({ brin: '99XX', learners: 12 });
  const json = JSON.parse(JSON.stringify(schoolJson(school)));

  test('is read back as it was', () => {
    expect(schoolOfJson(json)).toEqual(school);
  });

  test.each([
    ['another format', { format: 'uwlr-synthetic-school/2' }],
    ['no pupils', { roster: { ...school.roster, learners: [] } }],
    ['pupils in a group that is not there', { roster: { ...school.roster, groups: [] } }],
    ['two groups with one key', { roster: { ...school.roster, groups: [...school.roster.groups, school.roster.groups[0]] } }],
    ['a field that there is not', { extra: 1 }],
  ])('is refused with %s, and the reason holds no names', (_, change) => {
    const read = () => schoolOfJson({ ...json, ...change });
    expect(read).toThrow(UnfitSchool);
    const family = school.roster.learners[0]?.name.family as string;
    expect(() => read()).not.toThrow(family);
  });

  test.each([undefined, null, 1, 'school', []])('is not %j', (value) => {
    expect(() => schoolOfJson(value)).toThrow(UnfitSchool);
  });
});

describe('a change on request', () => {
  const school = syntheticSchool({ brin: '99XX', learners: 6 });
  const options = { format: 'uwlr', version: '2.2', set: 'smalle-set', madeAt } as const;
  const whole = [...schoolFile(school, options)].join('');

  test('has a name that a command line can take', () => {
    expect(new Set(MUTATION_NAMES).size).toBe(MUTATION_NAMES.length);
    expect(MUTATION_NAMES.every((name) => /^[a-z]+(?:-[a-z]+)*$/.test(name))).toBe(true);
  });

  test('leaves all else as it is, and is the same for the same seed', () => {
    const changed = (seed: number) => [...schoolFile(school, { ...options, mutation: { name: 'unknown-element', seed } })].join('');
    expect(changed(1)).toBe(changed(1));
    expect(changed(1)).not.toBe(changed(2));
    // What was put in is one stretch of text.
    const text = changed(1);
    const [start, end] = [differsAt(text, whole), differsAt(reversed(text), reversed(whole))];
    expect(start + end).toBeGreaterThanOrEqual(whole.length - 40);
  });

  test.each(['child-dropped', 'wrong-text', 'element-renamed'])('%s is found by libxml2', (name) => {
    const invalid = Array.from({ length: 20 }, (_, seed) => seed).filter((seed) => {
      const xml = [...schoolFile(school, { ...options, mutation: { name, seed } })].join('');
      return judges.of('2.2', 'smalle-set').judge(xml).errors.length > 0;
    });
    expect(invalid.length).toBeGreaterThan(0);
  });
});

function differsAt(one: string, other: string): number {
  let at = 0;
  while (at < other.length && one[at] === other[at]) at += 1;
  return at;
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
