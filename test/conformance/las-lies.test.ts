import { expect, test } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/conform/finish-run.js';
import { CouldNotTest } from '../../src/conformance/could-not-test.js';
import type { LasRun } from '../../src/conformance/las/run-las.js';
import { readXml } from '../../src/conformance/reader/xml-node.js';
import type { Report } from '../../src/conformance/report/report.js';
import { Traffic } from '../../src/conformance/traffic/traffic.js';
import { envelope } from '../../src/soap/envelope/fault.js';
import { type Lie, runAgainstLiar } from './support/lying-las.js';

function ofVerdict({ tests }: LasRun, verdict: string, begin = 'las/'): string[] {
  return tests.filter((one) => one.verdict === verdict && one.id.startsWith(begin)).map(({ id }) => id);
}

const bodyOf = (answer: string) => /<s:Body>([\s\S]*)<\/s:Body>/.exec(answer)?.[1] ?? '';

/** The fault stays what it should be. */
function leaking(where: (fault: string, data: string) => string): Lie {
  return (answer, _, first) => (answer.status === 500 ? { ...answer, body: where(answer.body, bodyOf(first)) } : answer);
}

test.each([
  ['beside the fault', leaking((fault, data) => fault.replace('</s:Body>', `${data}</s:Body>`))],
  ['in its detail', leaking((fault, data) => fault.replace('</s:Fault>', `<detail>${data}</detail></s:Fault>`))],
  ['in its header', leaking((fault, data) => fault.replace('<s:Body>', `<s:Header>${data}</s:Header><s:Body>`))],
])('a refusal that gives the pupils %s passes nowhere', async (_, lie) => {
  const run = await runAgainstLiar(
    lie,
    'las/pupils/answered',
    'las/faults/key-wrong',
    'las/faults/school-not-opened',
    'las/faults/is-a-fault',
  );
  expect(ofVerdict(run, 'pass')).toEqual(['las/pupils/answered@2.2']);
  expect(ofVerdict(run, 'fail')).toHaveLength(3);
});

/** The usual question as the suite sends it by itself. */
function isUsual({ headers, httpVersion, text }: { headers: NodeJS.Dict<string | string[]>; httpVersion: string; text: string }): boolean {
  return (
    headers['soapaction'] === '"HaalLeerlinggegevens"' &&
    headers['content-encoding'] === undefined &&
    headers['accept-encoding'] === undefined &&
    headers['transfer-encoding'] === undefined &&
    headers['expect'] === undefined &&
    httpVersion === '1.1' &&
    !/CDATA|x-1:|<!--|utf-16|&#x2D|schemaLocation|nergens|volgnummer|soap:mustU|UTF-16|\t/i.test(text) &&
    text.startsWith('<?xml')
  );
}

test.each<[string, string]>([
  ['something that is no pupil data', envelope('<bevestiging xmlns="urn:uwlr-conform:anders"/>')],
  [
    'the word that nothing changed',
    envelope(
      '<leerlinggegevens_antwoord xmlns="http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"><geenwijzigingen/></leerlinggegevens_antwoord>',
    ),
  ],
])('an unusual way to ask passes only with the usual answer: not with %s', async (_, body) => {
  const run = await runAgainstLiar(
    (answer, question) => (answer.status !== 200 || isUsual(question) ? answer : { ...answer, body }),
    'las/pupils/answered',
    'las/tolerance/comments',
    'las/tolerance/utf-16',
    'las/tolerance/cdata',
    'las/http/gzip',
    'las/http/chunked',
    'las/http/expect',
    'las/http/version-1-0',
    'las/http/action-empty',
    'las/http/not-compressed',
  );
  expect(ofVerdict(run, 'pass')).toEqual(['las/pupils/answered@2.2']);
});

test('a way of asking passes only with the same pupils', async () => {
  const lie: Lie = (answer, { headers }) =>
    headers['content-encoding'] === 'gzip' ? { ...answer, body: answer.body.replace(/<leerling [\s\S]*?<\/leerling>/, '') } : answer;
  const run = await runAgainstLiar(lie, 'las/pupils/answered', 'las/http/gzip');
  expect(run.tests.find(({ id }) => id === 'las/http/gzip')).toMatchObject({ actual: expect.stringContaining('1 leerling less') });
});

test.each([
  ['GET', 200],
  ['PUT', 405],
  ['DELETE', 405],
])('%s does not pass when the pupils are in the answer, without an envelope', async (method, status) => {
  const lie: Lie = (answer, question, first) =>
    question.method === method ? { status, headers: { 'content-type': 'text/plain' }, body: bodyOf(first) } : answer;
  const run = await runAgainstLiar(lie, 'las/pupils/answered', 'las/http/get', 'las/http/put', 'las/http/delete');
  expect(ofVerdict(run, 'pass', 'las/http/')).not.toContain(`las/http/${method.toLowerCase()}`);
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'names that JavaScript has a meaning for are names like any other: %s',
  async (name) => {
    const lie: Lie = (answer) => ({
      ...answer,
      body: answer.body
        .replaceAll('<roepnaam>', `<${name} ${name}="Verzonnen"/><roepnaam>`)
        .replace('<xsdversie>', `<x:a xmlns:x="urn:a" x:${name}="b"/><xsdversie>`)
        .replace('<faultcode>s:', `<faultcode ${name}="c">${name}:`),
    });
    const run = await runAgainstLiar(lie, 'las/pupils', 'las/faults/code-namespace', 'las/faults/is-a-fault', 'las/rules');
    expect(ofVerdict(run, 'error')).toEqual([]);
    expect(ofVerdict(run, 'pass')).not.toContain('las/faults/code-namespace');
  },
);

test('a page that says that the service is down, in the middle of a run, is no verdict on what comes after it', async () => {
  let count = 0;
  const page = { status: 503, headers: { 'content-type': 'text/html' }, body: '<!doctype html><h1>Onderhoud</h1>' };
  const run = await runAgainstLiar((answer) => {
    count += 1;
    return count > 3 ? page : answer;
  });
  expect(run.ended).toBe('not-reached');
  expect(ofVerdict(run, 'fail')).toEqual([]);
});

test.each([301, 307, 401, 403, 404, 405, 502, 503])('HTTP %i without SOAP is no administration', async (status) => {
  const lie: Lie = () => ({ status, headers: { 'content-type': 'application/json' }, body: '{"message":"no"}' });
  await expect(runAgainstLiar(lie)).rejects.toThrow(CouldNotTest);
});

test('a test that is asked for alone is preceded by those that it needs', async () => {
  const echo: Lie = (_, { text }) => ({ status: 200, headers: {}, body: text });
  const run = await runAgainstLiar(echo, 'las/tolerance', 'las/http');
  expect(ofVerdict(run, 'pass')).toEqual([]);
  expect(ofVerdict(run, 'fail')).toEqual(['las/pupils/answered@2.2']);
});

test('a connection that is broken off instead of an answer to HTTP/1.0 is no answer', async () => {
  const run = await runAgainstLiar((answer, { httpVersion }) => (httpVersion === '1.0' ? undefined : answer), 'las/http/version-1-0');
  const number = run.tests.find(({ id }) => id === 'las/http/version-1-0')?.exchanges.at(-1);
  expect(run.traffic.all.find((one) => one.number === number)).toMatchObject({ trouble: 'reset' });
});

test('more elements or namespaces than any school has are not read', () => {
  expect(() => readXml(`<a>${'<b/>'.repeat(1_000_001)}</a>`)).toThrow('more elements');
  const prefixes = Array.from({ length: 1001 }, (_, at) => `xmlns:p${at}="urn:a"`).join(' ');
  expect(() => readXml(`<a ${prefixes}/>`)).toThrow('more namespaces');
});

test('when a run has many large bodies, the beginning of the rest is kept, to the end of a tag', () => {
  const traffic = new Traffic();
  const body = Buffer.from(`<a>${'<naam>Ünal</naam>'.repeat(1_000_000)}</a>`);
  const answer = { status: 200, headers: {}, body };
  for (let number = 1; number <= 20; number += 1)
    traffic.add({ number, ms: 1, request: { method: 'POST', url: 'http://localhost', headers: {}, body: Buffer.alloc(0) }, answer });
  expect(traffic.all[0]?.answer?.body).toBe(body);
  const last = traffic.all.at(-1)?.answer;
  expect(last?.bytes).toBe(body.length);
  expect(last?.body.length).toBeLessThanOrEqual(256 * 1024 + 1);
  expect(last?.body.toString().endsWith('>')).toBe(true);
});

test('a run in which nothing was tested is no success', () => {
  const report = { tests: [{ verdict: 'skip' }, { verdict: 'not-testable' }, { verdict: 'not-applicable' }] } as unknown as Report;
  expect(exitCodeOf(report)).toBe(3);
  expect(exitCodeOf({ ...report, tests: [...report.tests, { verdict: 'pass' }] } as unknown as Report)).toBe(0);
});
