import { randomUUID } from 'node:crypto';
import { SCOPES } from '../../../src/directory/access/scopes.js';
import type { Agreement, Credential, Party } from '../../../src/directory/directory.js';
import type { Gateway } from '../../../src/gateway/server.js';
import { fillRoster, smallSchool } from '../../support/fill-roster.js';
import { PARTY } from '../../support/gateway.js';

const FROM = '2026-01-01T00:00:00.000Z';
const PAST = '2026-02-01T00:00:00.000Z';
const FUTURE = '2126-01-01T00:00:00.000Z';

/** Schools, each for one thing that can be wrong with what a vendor may do there. `OPEN` is where it may do everything. */
export const SCHOOLS = {
  OPEN: '99AA',
  OTHERS: '99BB',
  ENDED: '99CC',
  EXPIRED: '99DD',
  NOT_YET: '99EE',
  RESULTS_ONLY: '99FF',
  PUPILS_ONLY: '99GG',
  WITHOUT_KEY: '99HH',
} as const;

export type School = (typeof SCHOOLS)[keyof typeof SCHOOLS];

/** Keys of the vendors, invented. */
export const KEYS = {
  vendor: 'sleutel-van-leverancier-een-0001',
  revoked: 'sleutel-ingetrokken-0000000000002',
  expired: 'sleutel-verlopen-000000000000003',
  future: 'sleutel-van-straks-00000000000004',
  elsewhere: 'sleutel-andere-school-0000000005',
  other: 'sleutel-van-leverancier-twee-0006',
  las: 'sleutel-van-het-las-000000000007',
  client: 'sleutel-van-een-client-000000008',
} as const;

/** Names that a refusal may never say. */
export const NAMES = {
  schools: Object.values(SCHOOLS).map((id) => `Geheimschool ${id}`),
  parties: ['Leverancier Een', 'Leverancier Twee', 'Administratie Drie', 'Dashboard Vier'],
};

const [VENDOR, OTHER, LAS, CLIENT] = NAMES.parties as [string, string, string, string];

/** Klantnaam by klantcode. */
export const PARTIES = { VENDOR, OTHER, LAS, CLIENT } as const;

/** Two vendors, an administration and a REST client over eight schools, in a gateway that has pupils at every school. */
export async function fillCast(gateway: Gateway): Promise<void> {
  const { store, keyring } = gateway;
  for (const [at, id] of Object.values(SCHOOLS).entries()) {
    await store.addSchool({ id, name: NAMES.schools[at] as string, createdAt: FROM });
  }
  const party = (klantcode: string, klantnaam: string, role: Party['role']) => store.addParty({ ...PARTY, klantcode, klantnaam, role });
  await party('VENDOR', VENDOR, 'ea');
  await party('OTHER', OTHER, 'ea');
  await party('LAS', LAS, 'las');
  await party('CLIENT', CLIENT, 'client');

  const agreement = (school: School, klantcode: string, more: Partial<Agreement> = {}): Agreement => ({
    id: randomUUID(),
    school,
    party: klantcode,
    exchanges: ['leerresultaten'],
    profile: 'resultaten',
    purpose: 'Testen',
    from: FROM,
    infourl: { keep: 'none' },
    ...more,
  });
  const both = (school: School, klantcode: string, more: Partial<Agreement> = {}) => [
    agreement(school, klantcode, more),
    agreement(school, klantcode, { exchanges: ['leerlinggegevens'], profile: 'smalle-set', ...more }),
  ];
  const key = (klantcode: string, text: string, schools: readonly School[], more: Partial<Credential> = {}): Credential => ({
    id: randomUUID(),
    party: klantcode,
    hash: keyring.hashCredential(text),
    schools: [...schools],
    from: FROM,
    ...more,
  });
  const { OPEN, OTHERS, ENDED, EXPIRED, NOT_YET, RESULTS_ONLY, PUPILS_ONLY, WITHOUT_KEY } = SCHOOLS;
  const everywhere = [OPEN, OTHERS, ENDED, EXPIRED, NOT_YET, RESULTS_ONLY, PUPILS_ONLY];
  const ended = both(ENDED, 'VENDOR');
  const ofVendor = [
    ...both(OPEN, 'VENDOR'),
    ...ended,
    ...both(EXPIRED, 'VENDOR', { until: PAST }),
    ...both(NOT_YET, 'VENDOR', { from: FUTURE }),
    agreement(RESULTS_ONLY, 'VENDOR'),
    agreement(PUPILS_ONLY, 'VENDOR', { exchanges: ['leerlinggegevens'], profile: 'smalle-set' }),
    ...both(WITHOUT_KEY, 'VENDOR'),
  ];
  await store.addAgreements(ofVendor, key('VENDOR', KEYS.vendor, everywhere));
  const revoked = key('VENDOR', KEYS.revoked, everywhere);
  await store.addAgreements([], revoked);
  await store.addAgreements([], key('VENDOR', KEYS.expired, everywhere, { until: PAST }));
  await store.addAgreements([], key('VENDOR', KEYS.future, everywhere, { from: FUTURE }));
  await store.addAgreements([], key('VENDOR', KEYS.elsewhere, [OTHERS]));
  await store.addAgreements(both(OTHERS, 'OTHER'), key('OTHER', KEYS.other, [OTHERS, OPEN]));
  await store.addAgreements(
    [agreement(OPEN, 'LAS', { exchanges: ['leerlinggegevens'], profile: 'smalle-set' })],
    key('LAS', KEYS.las, [OPEN]),
  );
  const reading = agreement(OPEN, 'CLIENT', { exchanges: ['rest'], scopes: SCOPES });
  await store.addAgreements([reading], key('CLIENT', KEYS.client, [OPEN]));
  for (const { id } of ended) await store.endAgreement(id, PAST);
  await store.revokeCredential(revoked.id, PAST);
  for (const school of Object.values(SCHOOLS)) await fillRoster(gateway, smallSchool(), { school });
}
