import type { LasConfig } from '../../../src/conformance/las/las-config.js';
import { type LasRun, type LasRunOptions, runLas } from '../../../src/conformance/las/run-las.js';
import { type SimulatedLas, type SimulatedLasOptions, startSimulatedLas } from '../../../src/simulator/las.js';
import { syntheticSchool } from '../../../src/synthetic/school/synthetic-school.js';

/** What a run against a simulated administration is told of it. */
export function configOf({ endpoint, resultsEndpoint, caller, school }: SimulatedLas): LasConfig {
  return {
    url: endpoint,
    resultsUrl: resultsEndpoint,
    caller,
    school: school.id,
    otherSchool: '99ZZ',
    schoolYear: school.roster.origin.schoolYear,
    versions: ['2.2', '2.3', '2.1', '1.0'],
    profile: 'smalle-set',
    ...(school.roster.learners[0]?.key === undefined ? {} : { learner: school.roster.learners[0].key }),
    safe: false,
    patienceMs: 10_000,
    seed: 1,
  };
}

/** Tests a simulated administration that lives as long as the run. */
export async function runAgainst(las: SimulatedLasOptions = {}, run: Partial<LasRunOptions> = {}): Promise<LasRun> {
  const running = await startSimulatedLas({ school: syntheticSchool({ brin: '99XX', learners: 30 }), ...las });
  try {
    return await runLas({ level: 'full', ...run, config: { ...configOf(running), ...run.config } });
  } finally {
    await running.close();
  }
}
