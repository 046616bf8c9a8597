import { randomUUID } from 'node:crypto';

const FROM = '2025-01-01T00:00:00.000Z';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Vendors by number: this one has one key over all schools, as all others but the next one have. */
export const ONE_KEY = 0;
/** This one has a key per school. */
export const KEY_PER_SCHOOL = 1;

export const partyOf = (number) => `leverancier-${number}`;
export const keyOf = (number, school) => (number === KEY_PER_SCHOOL ? `sleutel-${number}-${school}` : `sleutel-${number}`);

/**
 * Fills an empty store with so many schools, each with an agreement with every one of so many vendors; `spare` vendors more have none yet, for a school
 * has one agreement with a vendor about the same exchange. Resolves with the ids of the schools.
 */
export async function fillDirectory(store, keyring, size, parties, spare) {
  const schools = Array.from({ length: size }, (_, number) => idOf(number));
  await Promise.all(schools.map((id) => store.addSchool({ id, name: `School ${id}`, createdAt: FROM })));
  const policies = { policy: 'strict', acceptStale: false, knownLearnersOnly: false };
  for (let number = 0; number < parties + spare; number += 1) {
    const klantcode = partyOf(number);
    await store.addParty({ klantcode, klantnaam: `Naam van ${klantcode}`, role: 'ea', ...policies, createdAt: FROM });
    if (number >= parties) continue;
    const agreements = schools.map((school) => newAgreement(school, klantcode));
    const sets = number === KEY_PER_SCHOOL ? schools.map((school) => [school]) : [schools];
    await store.addAgreements(agreements, undefined);
    await store.replaceCredentials(
      sets.map((set) => newCredential(keyring, number, set, keyOf(number, set[0]))),
      [],
      FROM,
    );
  }
  return schools;
}

export function newAgreement(school, party) {
  const terms = { profile: 'resultaten', purpose: 'Meten', from: FROM, infourl: { keep: 'none' } };
  return { id: randomUUID(), school, party, exchanges: ['leerresultaten'], ...terms };
}

export function newCredential(keyring, vendor, schools, key) {
  return { id: randomUUID(), party: partyOf(vendor), hash: keyring.hashCredential(key), schools, from: FROM };
}

/** `99AA`, `99AA-01`, ... `99AA-99`, `99AB`, ... */
function idOf(number) {
  const [brin, dependance] = [Math.floor(number / 100), number % 100];
  const letters = `${LETTERS[Math.floor(brin / 26)]}${LETTERS[brin % 26]}`;
  return dependance === 0 ? `99${letters}` : `99${letters}-${String(dependance).padStart(2, '0')}`;
}
