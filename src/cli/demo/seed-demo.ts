import { randomUUID } from 'node:crypto';
import { agreeOnReading } from '../../admin/credentials/agree-on-reading.js';
import { freshKey } from '../../admin/credentials/fresh-key.js';
import type { LasSettings } from '../../delivery/targets/target-settings.js';
import type { Scope } from '../../directory/access/scopes.js';
import type { Agreement, Connection, ExchangeKind, Party, School } from '../../directory/directory.js';
import type { Gateway } from '../../gateway/server.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { SimulatedLas } from '../../simulator/las.js';
import { DETAIL_HOST } from '../../synthetic/results/small-school.js';

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

const READ: readonly Scope[] = [
  'results:read',
  'assessments:read',
  'exchanges:read',
  'learners:read',
  'groups:read',
  'goals:read',
  'signals:read',
];

export const ADMINISTRATION = 'LAS-VERZONNEN';
/** Where results go on to. */
export const TARGET = 'administratie';

/** Puts the school, its administration, the vendor, agreements and a token into an empty gateway, as the commands of those names do. */
export async function seedDemo({ store, keyring }: Gateway, las: SimulatedLas): Promise<DemoKeys> {
  const autorisatiesleutel = freshKey();
  const [token, signalsToken] = [freshKey(), freshKey()];
  await store.addSchool(SCHOOL);
  await store.addParty(VENDOR);
  await store.addParty(administration(keyring, las));
  const issued = las.caller.autorisatiesleutel;
  await store.addAgreements(
    [agreement(ADMINISTRATION, ['leerlinggegevens', 'leerresultaten'], 'Leerlingen voor leermiddelen, en resultaten in de administratie')],
    {
      id: randomUUID(),
      party: ADMINISTRATION,
      hash: keyring.hashCredential(issued),
      sealed: keyring.sealSecret(issued),
      schools: [SCHOOL.id],
      from: NOW,
    },
  );
  const settings: LasSettings = { endpoint: las.resultsEndpoint };
  await store.addTarget({
    id: TARGET,
    party: ADMINISTRATION,
    kind: 'las',
    settings: keyring.sealSecret(JSON.stringify(settings)),
    createdAt: NOW,
  });
  await store.addAgreements(
    [agreement(VENDOR.klantcode, ['leerlinggegevens', 'leerresultaten'], 'Oefenen, en resultaten in het dashboard van de school')],
    { id: randomUUID(), party: VENDOR.klantcode, hash: keyring.hashCredential(autorisatiesleutel), schools: [SCHOOL.id], from: NOW },
  );
  const reading = { client: 'Dashboard (verzonnen)', school: SCHOOL.id, scopes: READ };
  await agreeOnReading(store, { ...reading, purpose: 'Resultaten bij de leerkracht' }, NOW);
  await store.addToken({ id: randomUUID(), hash: keyring.hashToken(token), ...reading, createdAt: NOW });
  const raising = { client: VENDOR.klantcode, school: SCHOOL.id, scopes: ['signals:write'] };
  await agreeOnReading(store, { ...raising, purpose: 'Signalen bij de leerkracht' }, NOW);
  await store.addToken({ id: randomUUID(), hash: keyring.hashToken(signalsToken), ...raising, createdAt: NOW });
  return { autorisatiesleutel, token, signalsToken };
}

/** What each side of the demo shows to get in. */
export interface DemoKeys {
  readonly autorisatiesleutel: string;
  /** Of the dashboard. */
  readonly token: string;
  /** With which the vendor raises signals. */
  readonly signalsToken: string;
}

function administration(keyring: Keyring, { endpoint, caller: { klantcode, klantnaam } }: SimulatedLas): Party {
  const connection: Connection = { klantcode, klantnaam };
  return {
    ...VENDOR,
    klantcode: ADMINISTRATION,
    name: 'Administratie (verzonnen)',
    klantnaam,
    role: 'las',
    endpoint,
    version: '2.2',
    connection: keyring.sealSecret(JSON.stringify(connection)),
  };
}

function agreement(party: string, exchanges: readonly ExchangeKind[], purpose: string): Agreement {
  const infourl = { keep: 'hosts', hosts: [DETAIL_HOST] } as const;
  return { id: randomUUID(), school: SCHOOL.id, party, exchanges, profile: 'smalle-set', purpose, from: NOW, infourl };
}
