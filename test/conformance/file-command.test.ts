import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Report } from '../../src/conformance/report/report.js';
import { ONE_LINE, uwlr, type Workspace, workspace } from '../cli/support/uwlr.js';
import { afname, resultaat, verzoek } from '../uwlr/support/results-text.js';
import { antwoord, leerling } from '../uwlr/support/roster-text.js';
import { envelope } from './support/shape-cases.js';

let space: Workspace;

beforeAll(async () => {
  space = await workspace();
});
afterAll(() => space.remove());

function file(name: string, text: string): string {
  writeFileSync(space.path(name), text);
  return space.path(name);
}

const GOOD = antwoord();
const TWICE = antwoord({ leerlingen: leerling() + leerling() });

test('files that keep everything pass, with what was looked at', async () => {
  const { code, stdout } = await uwlr(['conform', 'file', file('good.xml', envelope(GOOD, '')), file('bare.xml', GOOD)]);
  expect(code).toBe(0);
  expect(stdout).toContain('bare.xml: leerlinggegevens_antwoord of UWLR 2.2, schema valid; nothing is broken');
  expect(stdout).toMatch(/^Tests: \d+ = \d+ pass \+ \d+ not-applicable \+ \d+ not-testable$/m);
});

test('a file that breaks a requirement fails the run, and the report says where', async () => {
  const { code, stdout } = await uwlr(['conform', 'file', file('twice.xml', TWICE), '--json']);
  const report = JSON.parse(stdout) as Report;
  const failed = report.tests.filter(({ verdict }) => verdict === 'fail');
  expect([code, failed.map(({ requirement }) => requirement)]).toEqual([1, ['UWLR-LG-003']]);
  expect(failed[0]?.findings).toEqual([
    expect.objectContaining({ path: expect.stringMatching(/twice\.xml: .*leerlingen\/leerling\[2\]\/@key$/), line: expect.any(Number) }),
  ]);
  expect(report).toMatchObject({ role: 'file', judge: { kind: 'derived' }, subject: { versions: ['2.2'] } });
  expect(report.subject.learned.fields?.['leerling/roepnaam']).toEqual({ in: 2, of: 2 });
  expect(stdout).not.toContain('Mies');
});

test('what is only inferred, or what the schema cannot know, is named apart from what is broken', async () => {
  const pilot = antwoord({ leerlingen: leerling({ keys: `key="a" eckid="https://ketenid.nl/pilot/${'ab'.repeat(64)}"` }) });
  const own = '<anderresultaat xsi:type="p:Proef" xmlns:p="urn:proef" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>';
  const agreed = verzoek({ afnames: afname(resultaat({ figures: own })) });
  const { code, stdout } = await uwlr(['conform', 'file', file('pilot.xml', pilot), file('agreed.xml', agreed)]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/pilot\.xml: leerlinggegevens_antwoord of UWLR 2\.2, schema valid; to look at: UWLR-LG-023$/m);
  expect(stdout).toMatch(/agreed\.xml: leerresultaten_verzoek of UWLR 2\.2, schema valid but for UWLR-SCH-012; to look at: UWLR-SCH-012$/m);
  expect(stdout).toContain(': unless the two parties agreed on this extension\n');
});

test('a file that is no message of the standard fails, and a message in no namespace is called that', async () => {
  const bare = GOOD.replace(/ xmlns(?::\w+)?="[^"]*"/g, '').replace(/(<\/?)\w+:/g, '$1');
  const { code, stdout } = await uwlr(['conform', 'file', file('page.xml', '<html><body/></html>'), file('bare.xml', bare)]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/page\.xml: no message of the standard; broken: UWLR-SOAP-004$/m);
  expect(stdout).toMatch(/bare\.xml: leerlinggegevens_antwoord in no namespace of the standard; broken: UWLR-SOAP-004$/m);
});

test('a file that is not there does not stop the others, and is exit code 3', async () => {
  const { code, stdout, stderr } = await uwlr(['conform', 'file', space.path('none.xml'), file('good.xml', GOOD)]);
  expect([code, stderr]).toEqual([3, expect.stringMatching(/none\.xml: no such file/)]);
  expect(stderr).toMatch(ONE_LINE);
  expect(stdout).toContain('nothing is broken');
  expect(await uwlr(['conform', 'file', space.path('none.xml')])).toMatchObject({ code: 3, stdout: '' });
});

test('a report can be replayed on the file that was mended', async () => {
  const reported = space.path('report.json');
  await uwlr(['conform', 'file', file('twice.xml', TWICE), '--report', reported]);
  const { code, stdout } = await uwlr(['conform', 'replay', reported, file('mended.xml', GOOD)]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/FIXED .*uwlr-lg-003/)]);
});
