import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LasDefect } from '../../src/simulator/defects/las-defect.js';
import { LAS_DEFECTS } from '../../src/simulator/defects/las-defects.js';
import { SIMULATED_CALLER, type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { uwlr, type Workspace, workspace } from '../cli/support/uwlr.js';

const { autorisatiesleutel, klantcode, klantnaam } = SIMULATED_CALLER;
const env = { UWLR_CONFORM_KEY: autorisatiesleutel };
const mended = new Set<string>();
let space: Workspace;
let las: SimulatedLas;

/** A defect that can be mended while the administration runs. */
function mendable(name: string): LasDefect {
  const defect = LAS_DEFECTS.find((one) => one.name === name) as LasDefect;
  const start: LasDefect['start'] = (sound) => {
    const handling = defect.start(sound);
    return (request, next) => (mended.has(name) ? next(request) : handling(request, next));
  };
  return { ...defect, start };
}

beforeAll(async () => {
  space = await workspace();
  las = await startSimulatedLas({
    defects: [mendable('key-unchecked'), mendable('xsdversie-ignored'), mendable('dependancecode-ignored')],
  });
});

afterAll(async () => {
  await las.close();
  await space.remove();
});

test('with one of three defects mended, a replay shows exactly one FIXED', async () => {
  const report = space.path('report.json');
  const known = ['--klantcode', klantcode, '--klantnaam', klantnaam, '--only', 'las/pupils/answered', '--only', 'las/faults/key-wrong'];
  const more = ['--only', 'las/faults/xsdversie-unsupported', '--only', 'las/faults/dependancecode-wrong', '--report', report];
  const first = await uwlr(['conform', 'las', las.endpoint, ...known, ...more], { env });
  expect(first.code).toBe(1);
  expect(first.stdout.match(/^ {2}fail /gm)).toHaveLength(3);
  const replayed = async () => {
    const { code, stdout } = await uwlr(['conform', 'replay', report], { env });
    return { code, fixed: stdout.match(/\bFIXED\b +las/g)?.length ?? 0, still: stdout.match(/\bSTILL\b +las/g)?.length ?? 0, stdout };
  };
  expect(await replayed()).toMatchObject({ code: 1, fixed: 0, still: 3 });
  mended.add('key-unchecked');
  expect(await replayed()).toMatchObject({ code: 1, fixed: 1, still: 2 });
  for (const name of ['xsdversie-ignored', 'dependancecode-ignored']) mended.add(name);
  expect(await replayed()).toMatchObject({ code: 0, fixed: 3, still: 0 });
});
