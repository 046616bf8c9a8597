import { randomUUID } from 'node:crypto';
import type { Gateway } from '../../server.js';
import { DETAIL_HOST } from '../../simulator/school.js';
import type { Party, School } from '../../store/directory.js';
import { freshKey } from '../fresh-key.js';

const NOW = new Date().toISOString();

export const SCHOOL: School = { id: '99AB', name: 'Basisschool De Proefballon', createdAt: NOW };
export const VENDOR: Party = {
  klantcode: 'REKENEN-OP-MAAT',
  klantnaam: 'Rekenen op maat (verzonnen)',
  role: 'ea',
  policy: 'strict',
  acceptStale: false,
  knownLearnersOnly: false,
  createdAt: NOW,
};

/** Puts the school, the vendor, an agreement and a token into an empty gateway, as the commands of those names do. */
export async function furnish({ store, keyring }: Gateway): Promise<{ readonly autorisatiesleutel: string; readonly token: string }> {
  const autorisatiesleutel = freshKey();
  const token = freshKey();
  await store.addSchool(SCHOOL);
  await store.addParty(VENDOR);
  await store.addAgreements(
    [
      {
        id: randomUUID(),
        school: SCHOOL.id,
        party: VENDOR.klantcode,
        exchanges: ['leerresultaten'],
        profile: 'resultaten',
        purpose: 'Resultaten in het dashboard van de school',
        from: NOW,
        infourl: { keep: 'hosts', hosts: [DETAIL_HOST] },
      },
    ],
    { id: randomUUID(), party: VENDOR.klantcode, hash: keyring.hashCredential(autorisatiesleutel), schools: [SCHOOL.id], from: NOW },
  );
  await store.addToken({
    id: randomUUID(),
    client: 'Dashboard (verzonnen)',
    hash: keyring.hashToken(token),
    school: SCHOOL.id,
    scopes: ['results:read', 'assessments:read', 'exchanges:read'],
    createdAt: NOW,
  });
  return { autorisatiesleutel, token };
}
