import { randomUUID } from 'node:crypto';
import type { Party } from '../../src/directory/directory.js';
import { fillRoster, smallSchool } from '../support/fill-roster.js';
import { PARTY, type Running, startTestGateway } from '../support/gateway.js';

/** A gateway with pupils of a year, and a vendor that may fetch them and deliver results, in whatever order. */
export async function startSchoolGateway(schoolYear: string, named: Partial<Party> = {}, extensions?: string): Promise<Running> {
  const running = await startTestGateway({
    party: { ...named, acceptStale: true },
    ...(extensions === undefined ? {} : { settings: { extensions } }),
  });
  const party = named.klantcode ?? PARTY.klantcode;
  const from = '2026-01-01T00:00:00.000Z';
  const agreement = { id: randomUUID(), school: '99XX', party, purpose: 'Testen', from, infourl: { keep: 'none' } as const };
  await running.gateway.store.addAgreements([{ ...agreement, exchanges: ['leerlinggegevens'], profile: 'smalle-set' }], undefined);
  const school = smallSchool();
  await fillRoster(running.gateway, { ...school, origin: { ...school.origin, schoolYear } });
  return running;
}
