import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Keyring } from '../../dist/privacy/keys/keyring.js';
import { loadSecret } from '../../dist/secret/secret-file.js';
import { openStore } from '../../dist/store/open.js';

const FROM = '2025-01-01T00:00:00.000Z';
const SECRET = `whsec_${Buffer.from('geheim van de meting, 32 tekens!').toString('base64')}`;

/** Settings of each kind of target, at a receiver of `receivers.js`. `directory`: for files, and for a key. */
const SETTINGS = {
  las: () => ({}),
  webhook: (port) => ({ url: `http://127.0.0.1:${port}/hook`, secrets: [{ secret: SECRET }] }),
  'edu-v': (port, directory) => ({
    url: `http://127.0.0.1:${port}`,
    tokenUrl: `http://127.0.0.1:${port}/token`,
    clientId: 'meting',
    keyFile: keyFile(directory),
  }),
  files: (_port, directory) => ({ directory: path.join(directory, 'files'), format: 'ndjson' }),
};

/** Adds a party with a target of this kind, that takes the results of these schools, to a data directory. Its id is `name`. */
export async function addTarget(data, schools, { name, kind, port, more = {}, databaseUrl }) {
  const store = await openStore({ dataDirectory: data, databaseUrl });
  const keyring = Keyring.fromSecret(loadSecret({ data }));
  const klantcode = `BENCH-${name}`;
  try {
    mkdirSync(path.join(data, 'files'), { recursive: true });
    const endpoint = kind === 'las' ? { endpoint: `http://127.0.0.1:${port}/`, version: '2.2' } : {};
    const policies = { policy: 'strict', acceptStale: false, knownLearnersOnly: false };
    await store.addParty({
      klantcode,
      klantnaam: klantcode,
      role: kind === 'las' ? 'las' : 'client',
      ...endpoint,
      ...policies,
      createdAt: FROM,
    });
    const agreements = schools.map((school) => ({
      id: randomUUID(),
      school,
      party: klantcode,
      exchanges: ['leerresultaten'],
      profile: 'resultaten',
      purpose: 'Meten',
      from: FROM,
      infourl: { keep: 'none' },
    }));
    const key = `sleutel-van-${klantcode}`;
    const credential = {
      id: randomUUID(),
      party: klantcode,
      hash: keyring.hashCredential(key),
      sealed: keyring.sealSecret(key),
      schools,
      from: FROM,
    };
    await store.addAgreements(agreements, kind === 'las' ? credential : undefined);
    const settings = keyring.sealSecret(JSON.stringify({ ...SETTINGS[kind](port, data), ...more }));
    await store.addTarget({ id: name, party: klantcode, kind, settings, createdAt: FROM });
  } finally {
    await store.close();
  }
}

function keyFile(directory) {
  const file = path.join(directory, 'edu-v-key.pem');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return file;
}
