import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { type Browser, chromium } from 'playwright-core';
import { markdownOf } from '../../src/cli/conform/output/markdown.js';
import { reportPage } from '../../src/cli/conform/output/report-page.js';
import { Recorder } from '../../src/conformance/mask/record-exchanges.js';
import { curlOf, KEY_VARIABLE } from '../../src/conformance/report/curl.js';
import { junitOf } from '../../src/conformance/report/junit.js';
import { makeReport } from '../../src/conformance/report/make-report.js';
import { faultOfReport, readReport } from '../../src/conformance/report/read-report.js';
import type { Report } from '../../src/conformance/report/report.js';
import { signed, signerOf } from '../../src/conformance/report/signature.js';
import type { TestResult } from '../../src/conformance/run.js';
import { browserHere } from './support/browser.js';

const seen = [{ kind: 'answer', text: 'fault Client.X under HTTP 500', exchange: 1, path: 'Envelope/Body' }] as const;
const common = { requirement: 'LAS-PUPILS-01', revision: 1, evidence: seen, exchanges: [1] };
const breach = { expected: 'a <fault> & "more"', actual: "<script>alert('x')</script>" };
const TESTS: readonly TestResult[] = [
  { ...common, id: 'las/pupils/answered', verdict: 'pass' },
  {
    ...common,
    id: 'las/faults/one',
    verdict: 'fail',
    ...breach,
    findings: [{ rule: 'schema', path: 'a/b', line: 3, message: 'not expected' }],
  },
  { ...common, id: 'las/faults/two@2.2', version: '2.2', verdict: 'fail', ...breach },
  { ...common, id: 'las/faults/three', verdict: 'warning', reason: 'advised', ...breach },
  { ...common, id: 'las/faults/four', verdict: 'review', reason: 'inferred', ...breach },
  { ...common, id: 'las/faults/five', verdict: 'skip', reason: 'only at level full', evidence: [] },
  { ...common, id: 'las/faults/six', verdict: 'not-applicable', reason: 'only in UWLR 2.3', evidence: [] },
  { ...common, id: 'las/faults/seven', verdict: 'error', reason: 'TypeError in the suite', evidence: [] },
  { ...common, id: 'LAS-PUPILS-41', verdict: 'not-testable', reason: 'which clock?', evidence: [], exchanges: [] },
];
const KEY = 'sleutel-van-een-proef-0001';
const exchange = new Recorder({ ours: 'request', synthetic: true, keep: false, secrets: [KEY], important: new Set() }).exchange({
  number: 1,
  request: {
    method: 'POST',
    url: 'http://las.example/uwlr',
    headers: { SOAPAction: '"HaalLeerlinggegevens"' },
    body: Buffer.from(`<autorisatiesleutel>${KEY}</autorisatiesleutel><klantnaam>'Proef' $HOME \`id\`</klantnaam>`),
  },
  answer: { status: 500, headers: { 'content-type': 'text/xml' }, body: Buffer.from('<a><achternaam>Zonderland</achternaam></a>') },
  ms: 12,
});

function report(language: 'en' | 'nl' = 'en'): Report {
  return makeReport({
    role: 'las',
    language,
    seed: 7,
    level: 'standard',
    judge: { kind: 'derived', digest: `sha256:${'0'.repeat(64)}` },
    subject: {
      address: 'http://las.example/uwlr',
      versions: ['2.2'],
      safe: true,
      learned: { fields: { 'leerling/@key': { in: 2, of: 3 } } },
      settings: {},
    },
    startedAt: '2026-11-30T12:00:00.000Z',
    endedAt: '2026-11-30T12:00:02.500Z',
    titles: [{ id: 'las/faults/one', en: 'The first of the faults', nl: 'De eerste van de fouten' }],
    tests: TESTS,
    exchanges: [exchange],
    expected: [
      { test: 'las/faults/two', reason: 'known, ticket 12' },
      { test: 'las/pupils/answered', reason: 'was known' },
    ],
  });
}

describe('the JSON', () => {
  test('is as the published schema says', () => {
    expect(faultOfReport(report())).toBeUndefined();
  });

  test.each<[string, (report: { -readonly [name in keyof Report]: Report[name] }) => void]>([
    ['a pass without evidence', (one) => (one.tests = one.tests.map((test) => ({ ...test, evidence: [] })))],
    ['counts that do not add up', (one) => (one.counts = { ...one.counts, pass: 5 })],
    ['counts of other tests', (one) => (one.counts = { ...one.counts, pass: 2, fail: 1 })],
    ['a skip without a reason', (one) => (one.tests = one.tests.map(({ reason: _, ...test }) => test))],
    ['evidence from an exchange that is not there', (one) => (one.exchanges = [])],
    ['a field that nobody knows', (one) => Object.assign(one, { percentage: 90 })],
  ])('is refused with %s', (_, spoil) => {
    const spoilt = report();
    spoil(spoilt);
    expect(faultOfReport(spoilt)).toBeDefined();
  });

  test.each([
    ['', /is not JSON/],
    ['{}', /no report of this suite/],
    ['{"format": 2}', /form 2/],
    ['null', /no report/],
  ])('%j is refused by name', (text, complaint) => {
    expect(() => readReport(text, 'oud.json')).toThrow(complaint);
    expect(() => readReport(text, 'oud.json')).toThrow(/^oud\.json: /);
  });
});

test('a signature holds for the report however it is laid out, and for no other', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const one = signed(report(), privateKey);
  expect(faultOfReport(one)).toBeUndefined();
  const laidOut = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(one).reverse()), undefined, 4)) as Report;
  expect(signerOf(laidOut)).toMatch(/^SHA256:[\w+/]{43}$/);
  expect(signerOf({ ...one, seed: 8 })).toBeUndefined();
  expect(signerOf(report())).toBeUndefined();
});

test('JUnit has each test once; an expected failure is skipped, and one that is gone fails', () => {
  const xml = junitOf(report());
  const parsed = new XMLParser({ ignoreAttributes: false, isArray: (name) => ['testsuite', 'testcase'].includes(name) }).parse(xml) as {
    testsuites: Record<string, unknown> & { testsuite: { testcase: Record<string, unknown>[] }[] };
  };
  expect(parsed.testsuites).toMatchObject({ '@_tests': '10', '@_failures': '2', '@_errors': '1', '@_time': '2.500' });
  const cases = parsed.testsuites.testsuite.flatMap(({ testcase }) => testcase);
  expect(cases).toHaveLength(10);
  expect(cases.filter((one) => 'failure' in one)).toHaveLength(2);
  expect(cases.find((one) => String(one['@_name']).startsWith('las/faults/two'))).toMatchObject({
    skipped: { '@_message': 'expected failure: known, ticket 12' },
  });
});

test('Markdown has what a person has to look at, and no markup of others', () => {
  const text = markdownOf(report('nl'));
  expect(text).toContain('### fail: De eerste van de fouten');
  expect(text).toContain('9 = 1 pass + 2 fail + 1 warning + 1 review + 1 skip + 1 not-applicable + 1 not-testable + 1 error');
  expect(text).not.toMatch(/<script|Zonderland/);
});

test('the line for curl has the key out of the environment, and lets the shell read nothing else', () => {
  const line = curlOf(exchange);
  expect(line).toContain("-H 'SOAPAction: \"HaalLeerlinggegevens\"' 'http://las.example/uwlr'");
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for a shell.
  expect(line).toContain('<autorisatiesleutel>${UWLR_CONFORM_KEY}</autorisatiesleutel>');
  expect(line).toContain('\\$HOME \\`id\\`');
  expect(line).not.toContain(KEY);
});

(browserHere === undefined ? describe.skip : describe)('the page, in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserHere as string, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  test.each([1280, 400])(
    'fits %d pixels, asks nothing of a network, says nothing on the console, and filters by verdict',
    async (width) => {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      const heard: string[] = [];
      page.on('console', (message) => heard.push(message.text()));
      page.on('pageerror', (error) => heard.push(error.message));
      page.on('request', (request) => heard.push(request.url()));
      await page.setContent(reportPage(report()));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const visible = () => page.locator('details.test:visible').count();
      // What passed is hidden at first, since something did not.
      expect(await visible()).toBe(8);
      await page.uncheck('#show-fail');
      expect(await visible()).toBe(6);
      await page.check('#show-pass');
      expect(await visible()).toBe(7);
      expect(await page.locator('details.of-warning[open]').count()).toBe(1);
      expect(await page.locator('body').textContent()).toContain("<script>alert('x')</script>");
      expect(heard).toEqual([]);
      await page.close();
    },
  );
});

describe('a line for curl is safe to paste', () => {
  /** What the shell would start, with curl as a program that says what it got. */
  function started(body: string, url = 'http://las.example/'): string {
    const line = curlOf({ number: 1, request: { method: 'POST', url, headers: { SOAPAction: `"it's"` }, body }, ms: 1 });
    const shell = `curl() { printf '%s\\n' "$@"; cat; }\n${line}\n`;
    return execFileSync('bash', ['--norc', '-c', shell], {
      env: { PATH: process.env['PATH'], [KEY_VARIABLE]: 'geheim' },
      encoding: 'utf8',
    });
  }

  test.each([
    ['ends the text', 'a\nUWLR\necho hacked\nUWLR_\necho hacked'],
    ['ends the text, with a return', 'a\r\nUWLR\r\necho hacked'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for a shell.
    ['runs a command', '$(echo hacked) `echo hacked` ${UWLR_CONFORM_KEY} \\$(echo hacked)'],
  ])('when a line of the body %s', (_, body) => {
    expect(started(body)).toContain(body.replaceAll('\r\n', '\n'));
    expect(
      started(body)
        .split('\n')
        .filter((line) => line === 'hacked'),
    ).toEqual([]);
  });

  test('and has no keys of a terminal in it', () => {
    const line = curlOf({
      number: 1,
      request: {
        method: 'POST',
        url: 'http://las.example/\u001b[201~',
        headers: { 'x-\u0003': '\u001b[201~' },
        body: '<a>\u001b[201~\u0003\r</a>',
      },
      ms: 1,
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are looked for.
    expect(line).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
  });
});

test('Markdown has no link and no picture of the other side', () => {
  const actual = '![a](http://las.example/a.png) [b](http://las.example/b) <img src=x>';
  const text = markdownOf({ ...report(), tests: report().tests.map((one) => ({ ...one, actual })) });
  expect(text).not.toMatch(/\]\(http|<img/);
});
