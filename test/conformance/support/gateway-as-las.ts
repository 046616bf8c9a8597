import type { Group, IncomingRoster } from '../../../src/model/roster/roster.js';
import { type SyntheticAdministration, syntheticSchool } from '../../../src/synthetic/school/synthetic-school.js';
import { fillRoster } from '../../support/fill-roster.js';
import { PARTY, type Running, startTestGateway } from '../../support/gateway.js';

const HOUR_MS = 3_600_000;

export interface GatewayAsLas {
  readonly running: Running;
  readonly school: SyntheticAdministration;
}

/** A gateway with the pupils of an invented school, and a vendor that may fetch them and deliver results: the gateway in the role of a LAS. */
export async function startGatewayAsLas(schoolYear: string): Promise<GatewayAsLas> {
  const school = syntheticSchool({ brin: '99XX', learners: 30, schoolYear });
  const running = await startTestGateway({
    party: { knownLearnersOnly: true },
    agreement: { exchanges: ['leerlinggegevens', 'leerresultaten'], profile: 'smalle-set' },
  });
  // The gateway writes aanmaakdatum in whole seconds: what changed in the second of an answer may have changed after it.
  await fillRoster(running.gateway, incomingOf(school), { at: new Date(Date.now() - HOUR_MS).toISOString() });
  return { running, school };
}

export const GATEWAY_CALLER = PARTY;

/** The roster as it comes in a message: with keys, without ids. */
function incomingOf({ roster: { origin, groups, learners, teachers } }: SyntheticAdministration): IncomingRoster {
  const known = new Map(groups.map((group) => [group.id, group]));
  const groupOf = (id: string) => known.get(id) as Group;
  return {
    origin,
    groups: groups.map(({ id: _, ...group }) => group),
    learners: learners.map(({ id: _, group, combinedGroups, ...learner }) => ({
      ...learner,
      ...(group === undefined ? {} : { group: groupOf(group).key }),
      combinedGroups: combinedGroups.map((id) => groupOf(id).key),
    })),
    teachers: teachers.map(({ id: _, groups: of, ...teacher }) => ({
      ...teacher,
      groups: of.map(({ group, roles = [] }) => ({ kind: groupOf(group).kind, key: groupOf(group).key, roles })),
    })),
  };
}
