import type { Database } from 'better-sqlite3';
import { openForWriting } from '../../../src/store/sqlite/connection/connection.js';
import { prepareDatabaseFile } from '../../../src/store/sqlite/files/data-files.js';
import { MIGRATIONS } from '../../../src/store/sqlite/migrations/list.js';
import { migrate } from '../../../src/store/sqlite/migrations/migrate.js';
import { auditHash } from '../../../src/store/tables/audit/audit-hash.js';
import { signer } from './audit.js';
import { SCHOOL } from './records.js';

/** Lays down a store of before there was a chain per school, with this many entries of which every other one is sealed. */
export function layEarlierAudit(directory: string, entries: number, at: string): void {
  const db = openForWriting(prepareDatabaseFile(directory));
  migrate(
    db,
    MIGRATIONS.slice(
      0,
      MIGRATIONS.findIndex(({ name }) => name === 'audit-chains'),
    ),
  );
  fill(db, entries, at);
  db.close();
}

function fill(db: Database, entries: number, at: string): void {
  const { key, mac } = signer();
  const insert = db.prepare(`
    INSERT INTO audit (seq, version, at, actor, operation, outcome, school, agreement, exchange, subject, counts, fields, previous, hash)
    VALUES (@seq, 1, @at, 'gateway', 'learners.read', 'done', @school, NULL, NULL, NULL, '{}', NULL, @previous, @hash)`);
  const seal = db.prepare('INSERT INTO audit_seals (seq, hash, at, key, mac) VALUES (?, ?, ?, ?, ?)');
  let previous: Buffer = Buffer.alloc(32);
  for (let seq = 1; seq <= entries; seq++) {
    const row = { seq, at, school: seq % 2 === 0 ? SCHOOL : null, previous };
    const rest = { version: 1, actor: 'gateway', operation: 'learners.read', outcome: 'done', agreement: null, exchange: null };
    const hash: Buffer = auditHash({ ...row, ...rest, subject: null, counts: '{}', fields: null })!;
    insert.run({ ...row, hash });
    previous = hash;
    if (seq % 2 === 0) continue;
    const text = JSON.stringify(['uwlr audit seal 1', seq, hash.toString('hex'), at, key]);
    seal.run(seq, hash, at, key, Buffer.from(mac(text), 'hex'));
  }
}
