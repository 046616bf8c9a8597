import { randomUUID } from 'node:crypto';
import { Keyring } from '../../dist/privacy/keys/keyring.js';
import { loadSecret } from '../../dist/secret/secret-file.js';
import { openStore } from '../../dist/store/open.js';

/** Small messages, so that a kill meets many of them. */
const MAX_ITEMS = 25;
const FROM = '2026-01-01T00:00:00.000Z';
const POLICIES = { policy: 'strict', acceptStale: false, knownLearnersOnly: false, createdAt: FROM };

export const VENDOR = { klantcode: 'KILLEA', klantnaam: 'Leverancier van de proef', sleutel: 'sleutel-van-de-proefscholen-0001' };

/** BRINs that no school has: 99KA, 99KB, ... */
export function killSchools(count) {
  return Array.from({ length: count }, (_, n) => `99${String.fromCharCode(75 + Math.floor(n / 26), 65 + (n % 26))}`);
}

/** Schools, a vendor that delivers to all of them, and two targets that take everything: a LAS (2.2) and a webhook. */
export async function furnish({ data, databaseUrl }, schools, { las, webhook, secret }) {
  const store = await openStore({ dataDirectory: data, databaseUrl });
  const keyring = Keyring.fromSecret(loadSecret({ data }));
  try {
    for (const id of schools) await store.addSchool({ id, name: `School ${id}`, createdAt: FROM });
    const { klantcode, klantnaam, sleutel } = VENDOR;
    await store.addParty({ klantcode, klantnaam, role: 'ea', ...POLICIES });
    await store.addParty({
      klantcode: 'KILLLAS',
      klantnaam: 'Administratie van de proef',
      role: 'las',
      endpoint: las,
      version: '2.2',
      ...POLICIES,
    });
    await store.addParty({ klantcode: 'KILLHOOK', klantnaam: 'Ontvanger van de proef', role: 'client', ...POLICIES });
    const agreed = (party) =>
      schools.map((school) => ({
        id: randomUUID(),
        school,
        party,
        exchanges: ['leerresultaten'],
        profile: 'resultaten',
        purpose: 'Proef',
        from: FROM,
        infourl: { keep: 'none' },
      }));
    const key = (party, sealed) => ({
      id: randomUUID(),
      party,
      hash: keyring.hashCredential(`${sleutel} ${party}`),
      ...(sealed ? { sealed: keyring.sealSecret(sleutel) } : {}),
      schools,
      from: FROM,
    });
    await store.addAgreements(agreed(klantcode), { ...key(klantcode, false), hash: keyring.hashCredential(sleutel) });
    await store.addAgreements(agreed('KILLLAS'), key('KILLLAS', true));
    await store.addAgreements(agreed('KILLHOOK'), undefined);
    await store.addTarget(target(keyring, 'las', 'KILLLAS', 'las', { maxItems: MAX_ITEMS }));
    await store.addTarget(target(keyring, 'webhook', 'KILLHOOK', 'webhook', { url: webhook, secrets: [{ secret }], maxItems: MAX_ITEMS }));
  } finally {
    await store.close();
  }
}

function target(keyring, id, party, kind, settings) {
  return { id, party, kind, settings: keyring.sealSecret(JSON.stringify(settings)), createdAt: FROM };
}
