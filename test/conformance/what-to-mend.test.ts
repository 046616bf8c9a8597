import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { LAS_DEFECTS } from '../../src/simulator/defects/las-defects.js';
import { SIMULATED_CALLER, type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { uwlr, workspace } from '../cli/support/uwlr.js';
import { runAgainst } from './support/simulated-run.js';

function defect(name: string) {
  const found = LAS_DEFECTS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no defect ${name}`);
  return found;
}

describe('a failure says what was seen', () => {
  test.each([
    ['another-school-year', 'las/pupils/school-year@2.2', /^schooljaar \d{4}-\d{4}, which was asked for$/, /^schooljaar \d{4}-\d{4}$/],
    ['xsdversie-always-2-0', 'las/pupils/xsdversie@2.2', /^xsdversie 2\.2$/, /^xsdversie 2\.0$/],
  ])('of %s, by its value', async (name, id, expected, actual) => {
    const { tests } = await runAgainst({ defects: [defect(name)] }, { only: (ids) => ids.includes(id) });
    const found = tests.find((one) => one.id === id);
    expect(found).toMatchObject({ verdict: 'fail', expected: expect.stringMatching(expected), actual: expect.stringMatching(actual) });
    expect(found?.actual).not.toBe(found?.expected?.split(',')[0]);
  });

  test('of an invalid question that is answered, by what was invalid in it', async () => {
    const { tests } = await runAgainst({ defects: [defect('refusal-empty')] }, { only: (ids) => ids.includes('las/faults/is-a-fault') });
    const found = tests.find(({ id }) => id.startsWith('las/faults/is-a-fault'));
    expect(found).toMatchObject({ verdict: 'fail', expected: expect.stringMatching(/the question had schooljaar \d{4}-\d{4}x$/) });
  });
});

describe('the end of a run', () => {
  test('names a failure to mend first, without advice too, and how to see its traffic', async () => {
    const las = await startSimulatedLas({ defects: [defect('xsdversie-always-2-0')] });
    const space = await workspace();
    try {
      const { autorisatiesleutel, klantcode, klantnaam } = SIMULATED_CALLER;
      const flags = ['--klantcode', klantcode, '--klantnaam', klantnaam, '--only', 'LAS-PUPILS-20', '--report', space.path('report.json')];
      const { stdout } = await uwlr(['conform', 'las', las.endpoint, ...flags], { env: { UWLR_CONFORM_KEY: autorisatiesleutel } });
      expect(stdout).toMatch(/^Mend first: The xsdversie in the answer.*\(las\/pupils\/xsdversie@2\.2\)$/m);
      expect(stdout).toContain(`uwlr conform rerun las/pupils/xsdversie@2.2 ${space.path('report.json')}`);
      expect(stdout).not.toMatch(/las\/steps/);
    } finally {
      await las.close();
      await space.remove();
    }
  });
});

describe('a run on the terminal', () => {
  let las: SimulatedLas;
  const run = async (...flags: string[]) => {
    las = await startSimulatedLas();
    try {
      const { autorisatiesleutel, klantcode, klantnaam } = SIMULATED_CALLER;
      const caller = ['--klantcode', klantcode, '--klantnaam', klantnaam];
      const { stdout } = await uwlr(['conform', 'las', las.endpoint, '--level', 'connect', ...caller, ...flags], {
        env: { UWLR_CONFORM_KEY: autorisatiesleutel },
      });
      return stdout;
    } finally {
      await las.close();
    }
  };

  test('fits on a screen: what the caller left out, and what no run can test, is not listed', async () => {
    const stdout = await run();
    expect(stdout).not.toMatch(/only at level|nobody can|las\/readers/);
    expect(stdout).toMatch(/^without a test: \d+ not-testable \(--verbose gives the reasons\)$/m);
    expect(stdout).toMatch(/^Tests: \d+ = \d+ pass \+ \d+ skip/m);
    expect(stdout.split('\n').length).toBeLessThan(24);
  });

  test('lists all of it with --verbose', async () => {
    const stdout = await run('--verbose');
    expect(stdout).toMatch(/only at level standard/);
    expect(stdout).toMatch(/^ {2}not-testable .*: LAS-FAULT-34$/m);
  });
});

test('the page tells how to mend a failure, and shows the exchange in which it was seen before the control', async () => {
  const las = await startSimulatedLas({ defects: [defect('refusal-empty')] });
  const space = await workspace();
  try {
    const { autorisatiesleutel, klantcode, klantnaam } = SIMULATED_CALLER;
    const flags = ['--klantcode', klantcode, '--klantnaam', klantnaam, '--level', 'connect', '--html', space.path('report.html')];
    await uwlr(['conform', 'las', las.endpoint, ...flags], { env: { UWLR_CONFORM_KEY: autorisatiesleutel } });
    const page = readFileSync(space.path('report.html'), 'utf8');
    const [, failure = ''] = page.split('id="test-las/faults/is-a-fault');
    const [shown = ''] = failure.split('</details></section>');
    expect(shown).toMatch(/<dt>How to mend it<\/dt><dd>Answer a refused message with a soap:Fault/);
    const first = shown.slice(shown.indexOf('<h4>'), shown.indexOf('<h4>', shown.indexOf('<h4>') + 1));
    expect(first).toMatch(/schooljaar&#62;\d{4}-\d{4}x&#60;/);
  } finally {
    await las.close();
    await space.remove();
  }
});

test('an address for results where nothing listens ends the run without a verdict', async () => {
  const run = runAgainst({}, { level: 'connect', config: { resultsUrl: 'http://127.0.0.1:9/leerresultaten' } });
  await expect(run).rejects.toThrow(/^http:\/\/127\.0\.0\.1:9\/leerresultaten: nothing listens there/);
});
