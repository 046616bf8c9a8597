import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import type { AuditEntry } from '../../src/store/audit.js';
import type { AuditBreak, AuditVerification } from '../../src/store/audit-chain.js';
import { openPool, type Pool } from '../../src/store/postgres/connection/pool.js';
import { PostgresAccess } from '../../src/store/postgres/postgres-access.js';
import { type AuditLink, auditHash, chainOf } from '../../src/store/tables/audit/audit-hash.js';
import { SecretTables } from '../../src/store/tables/secret/secret-tables.js';
import { describePostgres, emptyDatabase, type TestDatabase } from '../support/postgres.js';
import { KeptHead, sealing, signer } from './support/audit.js';
import { auditWork, entry } from './support/postgres-audit.js';

const TABLES = ['audit', 'audit_fields', 'audit_heads', 'audit_seal_chain'];
const OWN = entry({ operation: 'roster.purge' });

function of(school: string, nth: number): AuditEntry {
  return entry({ school, counts: { nth }, fields: ['leerlinggegevens/leerlingen'] });
}

await describePostgres(
  'an audit on PostgreSQL of twelve entries in three chains, with gaps, sealed at the fourth, eighth and tenth, in a database that somebody else can write',
  () => {
    const outside = new KeptHead();
    let database: TestDatabase;
    let pool: Pool;
    let store: SecretTables;
    /** Places of the entries, from 1. */
    let places: readonly number[];

    const sql = (text: string, values: unknown[] = []): Promise<pg.QueryResult> =>
      pool.with('test', (client) => client.query(text, values));
    const broken = async (more: AuditVerification = {}): Promise<AuditBreak | undefined> =>
      (await store.verifyAudit({ isGenuine: signer().isGenuine, outside: outside.head!, ...more })).broken;

    beforeAll(async () => {
      database = await emptyDatabase();
      pool = openPool(database.url);
      store = new SecretTables(new PostgresAccess(pool, auditWork, 'gateway'));
      store.useSecret('k', sealing('k', outside));
      for (const entries of [
        [of('99AA', 1), OWN, of('99AA', 3), of('99AA', 4)],
        [of('99AA', 5), OWN, of('99BB', 7), of('99AA', 8)],
        [of('99AA', 9), of('99BB', 10)],
      ]) {
        // As of a transaction that was given up.
        await sql("SELECT nextval('audit_seq_seq')");
        for (const one of entries) await store.appendAudit([one]);
        await store.sealAudit();
      }
      await store.appendAudit([of('99AA', 11)]);
      await store.appendAudit([OWN]);
      places = (await sql('SELECT seq FROM audit ORDER BY seq')).rows.map(({ seq }) => Number(seq));
      for (const table of TABLES) await sql(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
      for (const table of TABLES) await sql(`CREATE TABLE ${table}_as_it_was AS SELECT * FROM ${table}`);
    });

    afterEach(async () => {
      for (const table of TABLES) await sql(`DELETE FROM ${table}`);
      for (const table of TABLES) await sql(`INSERT INTO ${table} SELECT * FROM ${table}_as_it_was`);
    });

    afterAll(async () => {
      await pool.close();
      await database.remove();
    });

    test('is right as it is, and its gaps are none of its own', async () => {
      expect(places).toEqual([2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 14, 15]);
      const verdict = await store.verifyAudit({ isGenuine: signer().isGenuine, outside: outside.head! });
      expect(verdict).toMatchObject({ entries: 12, chains: 3, seals: 3, sealedTo: 13 });
      expect(verdict.broken).toBeUndefined();
    });

    const head = (chain: string): string =>
      `UPDATE audit_heads h SET (seq, hash) = (SELECT seq, hash FROM audit WHERE coalesce(school, '*') = h.chain ORDER BY seq DESC LIMIT 1) WHERE chain = '${chain}'`;

    test.each<[string, readonly string[], object]>([
      ['changed', ["UPDATE audit SET actor = 'unknown' WHERE seq = 7"], { seq: 7, kind: 'changed', chain: '99AA' }],
      ['of another version', ['UPDATE audit SET version = 2 WHERE seq = 8'], { seq: 8, kind: 'changed' }],
      ['gone from the middle of its chain', ['DELETE FROM audit WHERE seq = 7'], { seq: 6, kind: 'missing', chain: '99AA' }],
      ['gone from the beginning of its chain', ['DELETE FROM audit WHERE seq = 3'], { seq: 5, kind: 'seal wrong', seal: 1, chain: '*' }],
      ['gone from the beginning of all', ['DELETE FROM audit WHERE seq = 2'], { seq: 4, kind: 'missing', chain: '99AA' }],
      ['gone from the end', ['DELETE FROM audit WHERE seq = 15'], { seq: 8, kind: 'head wrong', chain: '*' }],
      ['gone from the end of a chain, with its head', ['DELETE FROM audit WHERE seq = 13', head('99BB')], { seq: 13, kind: 'seal wrong' }],
      [
        'gone from before the last seal on, with all heads',
        ['DELETE FROM audit WHERE seq > 10', ...['99AA', '99BB', '*'].map(head)],
        { seq: 11, kind: 'cut', seal: 3 },
      ],
      ['gone with its list of fields', ['DELETE FROM audit_fields'], { seq: 2, kind: 'changed' }],
      [
        'gone with its whole chain, and its head',
        ["DELETE FROM audit WHERE school = '99BB'", "DELETE FROM audit_heads WHERE chain = '99BB'"],
        { seq: 10, kind: 'seal wrong', seal: 2, chain: '99BB' },
      ],
      ['at another place', ['UPDATE audit SET seq = 100 WHERE seq = 7'], { seq: 6, kind: 'missing', chain: '99AA' }],
      ['at another place after the last', ['UPDATE audit SET seq = 100 WHERE seq = 15'], { seq: 100, kind: 'changed' }],
      ['in a gap', ['UPDATE audit SET seq = 6 WHERE seq = 7'], { seq: 6, kind: 'missing', chain: '99AA' }],
    ])('is found out when an entry is %s', async (_, forge, found) => {
      for (const text of forge) await sql(text);
      expect(await broken()).toMatchObject(found);
    });

    /** Makes all hashes and the table of heads fit again. */
    const rechain = async (): Promise<void> => {
      const { rows } = await sql(
        'SELECT *, CAST(seq AS integer) AS seq, CAST(version AS integer) AS version FROM audit ORDER BY audit.seq',
      );
      const heads = new Map<string, AuditLink>();
      for (const row of rows as AuditLink[]) {
        const previous = heads.get(chainOf(row))?.hash ?? Buffer.alloc(32);
        const hash = auditHash({ ...row, previous })!;
        await sql('UPDATE audit SET previous = $1, hash = $2 WHERE seq = $3', [previous, hash, row.seq]);
        heads.set(chainOf(row), { ...row, hash });
      }
      await sql("DELETE FROM audit_heads WHERE chain <> ''");
      for (const [chain, { seq, hash }] of heads) await sql('INSERT INTO audit_heads VALUES ($1, $2, $3)', [chain, seq, hash]);
    };

    test('is found out at each entry that is changed, moved or gone when all fits again: up to the last seal by the seals', async () => {
      for (const place of places) {
        for (const forge of [
          `UPDATE audit SET actor = 'unknown' WHERE seq = ${place}`,
          `UPDATE audit SET version = 2 WHERE seq = ${place}`,
          `UPDATE audit SET seq = 99 WHERE seq = ${place}`,
          `DELETE FROM audit WHERE seq = ${place}`,
        ]) {
          await sql(forge);
          await rechain();
          const found = await broken();
          // After the last seal this is what a hash that was noted elsewhere is for.
          if (place <= 13) expect([forge, found?.kind]).toEqual([forge, expect.any(String)]);
          for (const table of ['audit', 'audit_heads']) {
            await sql(`DELETE FROM ${table}`);
            await sql(`INSERT INTO ${table} SELECT * FROM ${table}_as_it_was`);
          }
        }
      }
      expect(await broken()).toBeUndefined();
      const { rows } = await sql('SELECT hash FROM audit WHERE seq = 15');
      const noted = rows[0].hash.toString('hex');
      expect(await broken({ expect: noted })).toBeUndefined();
      await sql('DELETE FROM audit WHERE seq = 15');
      await rechain();
      expect(await broken()).toBeUndefined();
      expect(await broken({ expect: noted })).toEqual({ seq: 15, kind: 'cut' });
    });
  },
);
