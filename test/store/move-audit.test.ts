import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { moveTables } from '../../src/store/move/move-tables.js';
import { openPool } from '../../src/store/postgres/connection/pool.js';
import { withPostgresSource } from '../../src/store/postgres/move/postgres-source.js';
import { withPostgresTarget } from '../../src/store/postgres/move/postgres-target.js';
import { PostgresAccess } from '../../src/store/postgres/postgres-access.js';
import { movedTables } from '../../src/store/sqlite/move/moved-tables.js';
import { withSqliteSource } from '../../src/store/sqlite/move/sqlite-source.js';
import { withSqliteTarget } from '../../src/store/sqlite/move/sqlite-target.js';
import { openSqliteStore } from '../../src/store/sqlite/open.js';
import { SecretTables } from '../../src/store/tables/secret/secret-tables.js';
import { describePostgres, emptyDatabase } from '../support/postgres.js';
import { KeptHead, sealing, signer } from './support/audit.js';
import { auditWork, entry } from './support/postgres-audit.js';
import { temporaryDirectory } from './support/temporary.js';

const tables = movedTables();
const silent = () => undefined;

await describePostgres('the audit of a store that moves', () => {
  test('goes on in each database after what the other one wrote, and every chain and seal of it verifies', async () => {
    const directory = await temporaryDirectory();
    const database = await emptyDatabase();
    const outside = new KeptHead();
    const [first, second] = ['first', 'second'].map((name) => path.join(directory, name));

    type Audited = Pick<SecretTables, 'appendAudit' | 'sealAudit' | 'verifyAudit' | 'useSecret' | 'checkAuditSeals'>;
    /** A stay of the store in one database: what is there is right, more is written and sealed, and that is right too. */
    const stay = async (store: Audited): Promise<number> => {
      store.useSecret('k', sealing('k', outside));
      await store.checkAuditSeals();
      for (const school of ['99AA', undefined, '99BB', '99AA']) await store.appendAudit([entry(school === undefined ? {} : { school })]);
      await store.sealAudit();
      await store.appendAudit([entry({ school: '99BB' }), entry({ fields: ['leerlinggegevens/veld'] })]);
      const verdict = await store.verifyAudit({ isGenuine: signer().isGenuine, ...(outside.head && { outside: outside.head }) });
      expect(verdict.broken).toBeUndefined();
      return verdict.entries;
    };
    const inDirectory = async (name: string) => {
      const store = await openSqliteStore(name, { inline: true });
      return stay(store).finally(() => store.close());
    };
    const inPostgres = async () => {
      const pool = openPool(database.url);
      const access = new PostgresAccess(pool, auditWork, 'gateway', { marks: path.join(directory, 'marks') });
      return stay(new SecretTables(access)).finally(() => pool.close());
    };

    expect(await inDirectory(first!)).toBe(6);
    await withSqliteSource(first!, (source) => withPostgresTarget(database.url, tables, (to) => moveTables(source, to, tables, silent)));
    expect(await inPostgres()).toBe(12);
    mkdirSync(second!);
    await withPostgresSource(database.url, tables, (source) => withSqliteTarget(second!, (to) => moveTables(source, to, tables, silent)));
    expect(await inDirectory(second!)).toBe(18);
    await database.remove();
    await rm(directory, { recursive: true });
  });
});
