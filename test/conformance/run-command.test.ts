import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/conformance/report/report.js';
import { SIMULATED_CALLER, type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { ONE_LINE, uwlr, type Workspace, workspace } from '../cli/support/uwlr.js';

let space: Workspace;
let las: SimulatedLas;
const { autorisatiesleutel, klantcode, klantnaam } = SIMULATED_CALLER;
const env = { UWLR_CONFORM_KEY: autorisatiesleutel };

beforeAll(async () => {
  space = await workspace();
  las = await startSimulatedLas();
});
afterAll(async () => {
  await las.close();
  await space.remove();
});

function file(name: string, content: unknown): string {
  writeFileSync(space.path(name), typeof content === 'string' ? content : JSON.stringify(content));
  return space.path(name);
}

function configured(more: object = {}): string {
  return file('config.json', { url: las.endpoint, klantcode, klantnaam, level: 'connect', ...more });
}

async function reportOf(...args: string[]): Promise<{ readonly code: number | null; readonly report: Report }> {
  const { code, stdout } = await uwlr(['conform', 'las', ...args, '--json'], { env });
  return { code, report: JSON.parse(stdout) as Report };
}

describe('a config file', () => {
  test('stands in for flags, and flags beat it', async () => {
    const { code, report } = await reportOf('--config', configured({ version: ['2.3', '2.1'] }), '--version', '2.2');
    expect(code).toBe(0);
    expect(report).toMatchObject({ role: 'las', level: 'connect', subject: { versions: ['2.2'], safe: false } });
    expect(report.subject.settings).toMatchObject({ url: las.endpoint, klantcode, version: '2.2' });
    expect(JSON.stringify(report)).not.toContain(autorisatiesleutel);
  });

  test.each([
    ['is no JSON', '{', /is not JSON/],
    ['is a list', [], /must hold one JSON object/],
    ['has a name that is not known', { schol: '99XX' }, /'schol'; did you mean 'school'\?/],
    ['has a wrong value', { school: 'Amsterdam' }, /school: Expected a school/],
    ['has a wrong choice', { level: 'everything' }, /level: Allowed choices are connect, standard, full/],
    ['has a list where there is a switch', { safe: [] }, /safe: expected boolean/],
  ])('that %s is refused before anything is sent', async (_, content, complaint) => {
    const { code, stderr } = await uwlr(['conform', 'las', '--config', file('wrong.json', content)], { env });
    expect([code, stderr]).toEqual([3, expect.stringMatching(complaint)]);
    expect(stderr).toMatch(ONE_LINE);
  });

  test('without an address leaves the command without one', async () => {
    expect(await uwlr(['conform', 'las', '--config', file('none.json', {})], { env })).toMatchObject({ code: 2 });
  });
});

describe('the report of a run', () => {
  test('counts every test and every requirement once', async () => {
    const { report } = await reportOf('--config', configured({ level: 'full' }));
    const { total, ...counts } = report.counts;
    expect(Object.values(counts).reduce((sum, one) => sum + one)).toBe(total);
    expect(total).toBe(report.tests.length);
    expect(report.requirements.total).toBe(report.catalogue.requirements);
  });

  test('has what was left out with its reason', async () => {
    const { report } = await reportOf('--config', configured(), '--only', 'las/pupils/answered');
    const reasons = report.tests
      .filter(({ id }) => !id.startsWith('las/pupils/answered'))
      .map(({ verdict, reason }) => `${verdict} ${reason}`);
    expect(new Set(reasons.filter((one) => one.startsWith('skip')))).toEqual(new Set(['skip not asked for']));
  });
});
