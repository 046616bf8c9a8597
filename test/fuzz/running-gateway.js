import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { loadConfig } from '../../dist/config/config.js';
import { startGateway } from '../../dist/gateway/server.js';

const FROM = '2025-01-01T00:00:00.000Z';
export const SCHOOL = '99XX';
export const SENDER = { klantcode: 'TESTEA', klantnaam: 'Testleverancier', autorisatiesleutel: 'verzonnen-sleutel-0123456789abcdef' };
export const TOKEN = 'verzonnen-token-0123456789abcdef';

/** A gateway in this process with one school, one vendor that may do everything, and one client that may read everything. */
export async function runningGateway(scopes) {
  const directory = mkdtempSync(path.join(tmpdir(), 'uwlr-fuzz-'));
  const lines = [];
  const log = new Writable({
    write(chunk, _encoding, done) {
      const line = String(chunk);
      if (/"level":"error"/.test(line)) lines.push(line);
      done();
    },
  });
  const gateway = await startGateway(loadConfig({ port: 0, data: directory, maxRequestsPerParty: 0 }, {}, undefined), { log });
  const { store, keyring } = gateway;
  await store.addSchool({ id: SCHOOL, name: 'Verzonnen school', createdAt: FROM });
  const { klantcode, klantnaam, autorisatiesleutel } = SENDER;
  const policies = { policy: 'tolerant', acceptStale: true, knownLearnersOnly: false };
  await store.addParty({ klantcode, klantnaam, role: 'ea', ...policies, createdAt: FROM });
  const agreement = { school: SCHOOL, party: klantcode, purpose: 'Proberen', from: FROM, infourl: { keep: 'none' } };
  const agreements = [
    { id: 'a1', ...agreement, exchanges: ['leerresultaten'], profile: 'resultaten' },
    { id: 'a2', ...agreement, exchanges: ['leerlinggegevens'], profile: 'smalle-set' },
  ];
  const hash = keyring.hashCredential(autorisatiesleutel);
  await store.addAgreements(agreements, { id: 'c1', party: klantcode, hash, schools: [SCHOOL], from: FROM });
  await store.addParty({ klantcode: 'lezer', klantnaam: 'lezer', role: 'client', ...policies, createdAt: FROM });
  await store.addAgreements([{ id: 'a3', ...agreement, party: 'lezer', exchanges: ['rest'], profile: 'resultaten', scopes }], undefined);
  await store.addToken({ id: 't1', client: 'lezer', hash: keyring.hashToken(TOKEN), school: SCHOOL, scopes, createdAt: FROM });
  return {
    gateway,
    /** Lines of the log that say that something went wrong which nobody expected, since the last call. */
    errors: () => lines.splice(0),
    stop: async () => {
      await gateway.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
