import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runFiles } from '../../src/conformance/file/run-files.js';
import { type Fit, fitOf } from '../../src/conformance/fit/fit.js';
import { makeReport } from '../../src/conformance/report/make-report.js';
import type { Learned, Report } from '../../src/conformance/report/report.js';
import type { Learner } from '../../src/model/roster/roster.js';
import { QUESTIONS } from '../../src/model/roster/roster-questions.js';
import { lasAnswer } from '../../src/synthetic/school/las-answer.js';
import { syntheticSchool } from '../../src/synthetic/school/synthetic-school.js';
import type { UwlrVersion } from '../../src/uwlr/finding.js';
import type { PupilProfile } from '../../src/uwlr/grammar/grammar.js';
import { ONE_LINE, uwlr, type Workspace, workspace } from '../cli/support/uwlr.js';

function report(role: Report['role'], versions: readonly UwlrVersion[], learned: Learned): Report {
  const moment = '2026-11-30T12:00:00.000Z';
  const subject = { versions, learned, settings: {} };
  return makeReport({ role, language: 'en', seed: 1, startedAt: moment, endedAt: moment, subject, titles: [], tests: [], exchanges: [] });
}

interface Pair {
  readonly name: string;
  readonly seed: number;
  readonly version: UwlrVersion;
  readonly profile: PupilProfile;
  /** What this administration does not have. */
  readonly without?: (learner: Learner, at: number) => Learner;
  readonly ea: { readonly versions: readonly UwlrVersion[]; readonly needs: NonNullable<Learned['needs']> };
}

/** A LAS that gives a synthetic school, as a report has it: learned from its own answer. */
async function lasOf({ seed, version, profile, without }: Pair): Promise<Report> {
  const made = syntheticSchool({ brin: '99XX', seed, learners: 24, schoolYear: '2026-2027' });
  const learners = without === undefined ? made.roster.learners : made.roster.learners.map(without);
  const [question] = QUESTIONS;
  const parts = lasAnswer({
    question: question as never,
    asked: { schooljaar: '2026-2027', brincode: '99XX', xsdversie: version } as never,
    version,
    set: profile,
    school: { ...made, roster: { ...made.roster, learners } },
    madeAt: '2026-11-30T12:00:00Z',
  });
  const bytes = Buffer.from([...(parts ?? [])].join(''));
  const { learned } = await runFiles({ files: () => [{ name: 'answer.xml', bytes }], now: new Date('2026-11-30T12:00:00Z'), profile });
  return report('las', [version], learned);
}

async function compared(pair: Pair): Promise<Fit> {
  return fitOf(await lasOf(pair), report('ea', pair.ea.versions, { needs: pair.ea.needs }));
}

const NAMES = { 'leerling/@key': 'declared', 'leerling/roepnaam': 'declared', 'leerling/achternaam': 'observed' } as const;

const PAIRS: readonly (Pair & { readonly gaps: Record<string, string>; readonly fits: boolean })[] = [
  {
    name: 'everything that is needed is there',
    seed: 1,
    version: '2.2',
    profile: 'smalle-set',
    ea: { versions: ['2.2'], needs: NAMES },
    gaps: {},
    fits: true,
  },
  {
    name: 'one pupil in eight without ECK iD',
    seed: 2,
    version: '2.2',
    profile: 'smalle-set',
    without: ({ eckId, ...learner }, at) => (at % 8 === 0 || eckId === undefined ? learner : { ...learner, eckId }),
    ea: { versions: ['2.2'], needs: { ...NAMES, 'leerling/@eckid': 'declared' } },
    gaps: { 'leerling/@eckid': 'partly' },
    fits: false,
  },
  {
    name: 'no ECK iD at all',
    seed: 3,
    version: '2.3',
    profile: 'lvs-set',
    without: ({ eckId: _, ...learner }) => learner,
    ea: { versions: ['2.2', '2.3'], needs: { ...NAMES, 'leerling/@eckid': 'observed' } },
    gaps: { 'leerling/@eckid': 'never' },
    fits: false,
  },
  {
    name: 'a date of birth that the profile of 2.3 does not have',
    seed: 4,
    version: '2.3',
    profile: 'smalle-set',
    ea: { versions: ['2.3'], needs: { ...NAMES, 'leerling/geboortedatum': 'declared' } },
    gaps: { 'leerling/geboortedatum': 'never' },
    fits: false,
  },
  {
    name: 'no version in common',
    seed: 5,
    version: '2.1',
    profile: 'lvs-set',
    ea: { versions: ['2.3'], needs: NAMES },
    gaps: {},
    fits: false,
  },
  {
    name: 'the e-mail address of staff, which the LVS set does not have',
    seed: 6,
    version: '2.2',
    profile: 'lvs-set',
    ea: { versions: ['2.2'], needs: { ...NAMES, 'leerkracht/emailadres': 'declared', 'vestiging/naam': 'declared' } },
    gaps: { 'leerkracht/emailadres': 'never', 'vestiging/naam': 'not-seen' },
    fits: false,
  },
];

describe('of a LAS and an EA with known gaps', () => {
  test.each(PAIRS)('exactly those are found: $name', async ({ gaps, fits, ...pair }) => {
    const found = await compared(pair);
    const open = found.fields.filter(({ giving }) => giving !== 'always').map(({ path, giving }) => [path, giving]);
    expect([Object.fromEntries(open), found.fits, found.open]).toEqual([gaps, fits, []]);
  });

  test('it says in which version and profile a need has no place', async () => {
    const { fields, ways } = await compared(PAIRS[3] as Pair);
    expect(fields.find(({ path }) => path === 'leerling/geboortedatum')?.notIn).toEqual(['2.3 smalle-set']);
    expect(ways.map(({ version, profile, missing }) => `${version} ${profile ?? ''}: ${missing.join()}`)).toEqual([
      '2.3 : ',
      '2.3 smalle-set: leerling/geboortedatum',
      '2.3 lvs-set: ',
    ]);
  });

  test('it lists what is given without need', async () => {
    const { unneeded } = await compared(PAIRS[0] as Pair);
    expect(unneeded).toEqual(expect.arrayContaining(['leerling/geboortedatum', 'leerling/jaargroep']));
    expect(unneeded).not.toContain('leerling/roepnaam');
  });

  test('a report without pupil data, or without needs, leaves it open', async () => {
    const { open, fits } = fitOf(report('las', ['2.2'], {}), report('ea', ['2.2'], {}));
    expect([fits, open.length]).toEqual([false, 2]);
  });
});

describe('uwlr conform fit', () => {
  let space: Workspace;
  beforeAll(async () => {
    space = await workspace();
  });
  afterAll(() => space.remove());

  async function given(pair: Pair): Promise<[string, string]> {
    const files: [string, string] = [space.path('las.json'), space.path('ea.json')];
    writeFileSync(files[0], JSON.stringify(await lasOf(pair)));
    writeFileSync(files[1], JSON.stringify(report('ea', pair.ea.versions, { needs: pair.ea.needs })));
    return files;
  }

  test('says field by field whether they fit', async () => {
    const fitting = await uwlr(['conform', 'fit', ...(await given(PAIRS[0] as Pair))]);
    expect([fitting.code, fitting.stdout]).toEqual([0, expect.stringContaining('They fit, as far as these reports show.')]);
    const { code, stdout } = await uwlr(['conform', 'fit', ...(await given(PAIRS[1] as Pair))]);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/leerling\/@eckid\s+needed, given in part \(\d+ of 24\)/)]);
  });

  test('gives no verdict when the needs are not known, and says how to learn them', async () => {
    const [las, ea] = await given(PAIRS[0] as Pair);
    writeFileSync(ea, JSON.stringify(report('ea', (PAIRS[0] as Pair).ea.versions, {})));
    const { code, stdout } = await uwlr(['conform', 'fit', las, ea]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/These reports do not show whether they fit\.\n$/);
    expect(stdout).toMatch(/^Open: .*--needs.*--level full/m);
    expect(stdout).not.toMatch(/do not fit|0 of 0/);
  });

  test('takes no other reports, and none that are broken', async () => {
    const [las, ea] = await given(PAIRS[0] as Pair);
    writeFileSync(space.path('broken.json'), '{');
    for (const files of [
      [ea, las],
      [las, space.path('broken.json')],
    ]) {
      const { code, stdout, stderr } = await uwlr(['conform', 'fit', ...files]);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(ONE_LINE);
    }
  });
});
