import { afterAll, describe, expect, test } from '@jest/globals';
import { checkMessage } from '../../src/conformance/file/check-message.js';
import { checkedFile, type FileSubject } from '../../src/conformance/file/file-subject.js';
import { FILE_TESTS } from '../../src/conformance/file/file-tests.js';
import { SuiteJudge } from '../../src/conformance/judge/suite-judge.js';
import { type RunResult, runTests, type TestResult } from '../../src/conformance/run.js';
import { Traffic } from '../../src/conformance/traffic/traffic.js';
import { OFFICIAL_ARE_HERE, OFFICIAL_FILES } from '../support/judges.js';
import { RESULT_CASES } from '../uwlr/support/result-cases.js';
import { afname, definities, ECK_ID, NOW, resultaat, SCHOOL, toets, unmark, verzoek } from '../uwlr/support/results-text.js';
import { ROSTER_CASES } from '../uwlr/support/roster-cases.js';
import { antwoord } from '../uwlr/support/roster-text.js';
import { SHAPE_CASES, type ShapeCase } from './support/shape-cases.js';

const judge = new SuiteJudge();
afterAll(() => judge.dispose());

function judged(...texts: readonly (string | Buffer)[]): Promise<RunResult> {
  const files = texts.map((text, at) => checkedFile(`${at + 1}.xml`, checkMessage(Buffer.from(text), { judge, now: NOW })));
  return runTests<FileSubject>({
    role: 'message',
    tests: FILE_TESTS,
    versions: ['2.2'],
    subject: () => ({ files }),
    level: 'full',
    safe: true,
    traffic: new Traffic(),
    reachable: () => Promise.resolve(true),
  });
}

/** Verdicts that say that something is wrong, with the requirement. */
function complaints({ tests }: RunResult): string[] {
  return tests.filter(({ verdict }) => ['fail', 'warning', 'review', 'error'].includes(verdict)).map(({ requirement }) => requirement);
}

function verdictOn({ tests }: RunResult, requirement: string): TestResult | undefined {
  return tests.find((one) => one.requirement === requirement);
}

const CASES: readonly ShapeCase[] = [
  ...SHAPE_CASES,
  ...ROSTER_CASES.map(({ rule, name, wrong, right }) => ({ requirement: rule, name, wrong: unmark(wrong).text, right })),
  ...RESULT_CASES.map(({ rule, name, wrong, right }) => ({
    requirement: rule,
    name,
    wrong: unmark(verzoek(wrong)).text,
    right: verzoek(right),
  })),
  {
    requirement: 'UWLR-LR-017',
    name: 'a test twice',
    wrong: definities(toets('', 'T') + toets('', 'T')),
    right: definities(toets('', 'T')),
  },
];

describe('a file that breaks one requirement', () => {
  test.each(CASES)('$requirement: $name', async ({ requirement, wrong, right }) => {
    const control = await judged(right);
    expect([complaints(control), verdictOn(control, requirement)?.verdict]).toEqual([
      [],
      expect.stringMatching(/^(?:pass|not-applicable)$/),
    ]);
    const broken = await judged(wrong);
    expect(complaints(broken)).toEqual([requirement]);
    expect(verdictOn(broken, requirement)?.findings?.[0]).toMatchObject({ rule: requirement });
  });

  test('is there for every requirement that files are tested for', () => {
    const tried = new Set(CASES.map(({ requirement }) => requirement));
    // Our own XSDs say MESSAGE-07 too.
    expect(FILE_TESTS.filter(({ requirement }) => !tried.has(requirement)).map(({ requirement }) => requirement)).toEqual(['MESSAGE-07']);
  });

  test('has a BRIN in digits of another script, which the official pattern takes', async () => {
    const { text } = unmark(ROSTER_CASES[2]?.wrong ?? '');
    expect(complaints(await judged(text.replace('99XX', '٩٩XX')))).toEqual(expect.arrayContaining(['UWLR-SCH-022', 'MESSAGE-07']));
  });
});

describe('several files', () => {
  const [good, bad] = [verzoek(), verzoek({ school: SCHOOL.replace('2025-2026', '2024-2026') })];

  test('are one run, in which the broken one is named', async () => {
    const found = verdictOn(await judged(good, bad, good), 'UWLR-LR-001');
    expect(found).toMatchObject({
      verdict: 'review',
      evidence: [{ kind: 'file', text: 'broken in 1 place: 2.xml' }],
      findings: [{ path: '2.xml: leerresultaten_verzoek/school/schooljaar' }],
    });
  });

  test('pass with what was looked at, and a requirement that none of them is about is not applicable', async () => {
    const run = await judged(good, good);
    expect(verdictOn(run, 'UWLR-LR-001')?.evidence).toEqual([{ kind: 'file', text: 'kept in 2 places: 1.xml, 2.xml' }]);
    expect(verdictOn(run, 'UWLR-LG-003')).toMatchObject({ verdict: 'not-applicable', evidence: [] });
    expect(verdictOn(run, 'MESSAGE-10')).toMatchObject({ verdict: 'not-testable' });
  });
});

test('what depends on an agreement between two parties is for a person to look at', async () => {
  const own = '<anderresultaat xsi:type="p:Proef" xmlns:p="urn:proef" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>';
  const run = await judged(verzoek({ afnames: afname(resultaat({ figures: own })) }));
  expect(verdictOn(run, 'UWLR-SCH-012')).toMatchObject({ verdict: 'review' });
  expect(complaints(run)).toEqual(['UWLR-SCH-012']);
});

test('a profile forbids what it does not name', async () => {
  const text = Buffer.from(unmark(ROSTER_CASES[3]?.wrong ?? '').text);
  const [without, held] = [undefined, 'smalle-set' as const].map((profile) =>
    checkMessage(text, { judge, now: NOW, ...(profile === undefined ? {} : { profile }) }),
  );
  expect([without?.rules.get('UWLR-SCH-001')?.broken, held?.rules.get('UWLR-SCH-001')?.broken]).toEqual([0, 1]);
});

(OFFICIAL_ARE_HERE ? describe : describe.skip)('with the official XSDs of 2.2', () => {
  const official = OFFICIAL_ARE_HERE ? new SuiteJudge(OFFICIAL_FILES) : judge;
  afterAll(() => official.dispose());
  const broken = (text: string) => {
    const { rules, schemaValid } = checkMessage(Buffer.from(text), { judge: official, now: NOW });
    return [schemaValid, ...[...rules].filter(([, one]) => one.broken > 0).map(([rule, { unsure }]) => `${rule} ${unsure}`)];
  };

  test('a school year after the last one of their list is for a person to look at', () => {
    expect(broken(antwoord())).toEqual([false, 'UWLR-SCH-028 1']);
    expect(broken(antwoord().replace('2025-2026', '2024-2025'))).toEqual([true]);
  });

  test('messages of other versions are judged by ours', () => {
    const only = verzoek({ version: '2.3', afnames: afname(resultaat(), `<eckid>${ECK_ID}</eckid>`) });
    expect(broken(only)).toEqual([true]);
    expect(broken(only.replace('2.3', '2.2'))).toEqual([false, 'UWLR-SCH-003 0']);
  });
});

test('a name that the standard does not have is not repeated', async () => {
  const { tests } = await judged(antwoord().replace('</leerlingen>', '<Zonderland kleur="x"/></leerlingen>'));
  expect(tests.flatMap(({ findings = [] }) => findings.map(({ path }) => path))).toEqual([
    '1.xml: leerlinggegevens_antwoord/leerlinggegevens/leerlingen/*',
  ]);
  expect(JSON.stringify(tests).includes('Zonderland')).toBe(false);
});
