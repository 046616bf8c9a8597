import type { LasConfig } from '../../../src/conformance/las/las-config.js';
import { type LasRun, type LasRunOptions, runLas } from '../../../src/conformance/las/run-las.js';
import type { Roster } from '../../../src/model/roster/roster.js';
import type { Situation } from '../../../src/simulator/defects/las-defect.js';
import { type SimulatedLas, type SimulatedLasOptions, startSimulatedLas } from '../../../src/simulator/las.js';
import { type SyntheticAdministration, syntheticSchool } from '../../../src/synthetic/school/synthetic-school.js';

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

/** A primary school that still has the year before, in which the groups were other ones. */
function usualLas(): SimulatedLasOptions {
  const school = syntheticSchool({ brin: '99XX', learners: 30 });
  return { school, earlier: [yearBefore(school.roster)] };
}

function yearBefore(roster: Roster): Roster {
  const renamed = <G extends { readonly key?: string }>(group: G): G => ({ ...group, key: `oud-${group.key}` });
  return { ...roster, origin: { ...roster.origin, schoolYear: '2025-2026' }, groups: roster.groups.map(renamed) };
}

/** A school all of whose staff have an ECK iD. */
function withKnownStaff(): SyntheticAdministration {
  const school = syntheticSchool({ brin: '99XX', learners: 30 });
  const { teachers } = school.roster;
  const [{ eckId } = { eckId: undefined }] = teachers;
  const known = teachers.map((teacher, at) => ({ ...teacher, eckId: teacher.eckId ?? `${eckId?.slice(0, -3)}fe${at}` }));
  return { ...school, roster: { ...school.roster, teachers: known } };
}

/** Runs in which defects show that the usual administration cannot have. */
export const SITUATIONS: Readonly<Record<Situation, () => [SimulatedLasOptions, Partial<LasConfig>]>> = {
  secondary: () => [{ school: syntheticSchool({ brin: '99XX', learners: 30, shape: 'vo' }) }, { sector: 'vo', versions: ['2.2'] }],
  'one-version': () => [{ ...usualLas(), versions: ['2.2'] }, { versions: ['2.2'] }],
  'known-staff': () => [{ school: withKnownStaff() }, {}],
  // Beyond every profile, so that it fails where profiles are tested.
  'whole-set': () => [{ ...usualLas(), profile: 'edexml' }, {}],
  'lvs-set': () => [{ ...usualLas(), profile: 'lvs-set' }, { profile: 'lvs-set' }],
};

/** Tests a simulated administration that lives as long as the run. */
export async function runAgainst(
  las: SimulatedLasOptions = {},
  run: Partial<Omit<LasRunOptions, 'config'>> & { readonly config?: Partial<LasConfig> } = {},
): Promise<LasRun> {
  const running = await startSimulatedLas({ ...usualLas(), checksContents: true, ...las });
  try {
    return await runLas({ level: 'full', ...run, config: { ...configOf(running), ...run.config } });
  } finally {
    await running.close();
  }
}
