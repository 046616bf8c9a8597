import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { refuseMoved } from '../../move/moved-mark.js';
import { StoreError } from '../../store-error.js';
import { MIGRATIONS } from './list.js';
import type { Migration, MigrationProgress } from './migration.js';

const FIRST_WORD_MS = 1_000;
const NEXT_WORD_MS = 3_000;

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

const TABLE = `CREATE TABLE IF NOT EXISTS migrations (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL
) STRICT`;

/**
 * Brings a database up to date, all or nothing. Safe when two processes open it at once: what is missing is decided
 * under the write lock. `onProgress`: of a step that takes long; by default stderr is told. Throws `StoreError('corrupt')` when the database was made by other or newer migrations.
 */
export function migrate(db: Database, migrations: readonly Migration[] = MIGRATIONS, onProgress: MigrationProgress = telling()): void {
  // Looked at without the lock first, so that opening does not wait for a writer.
  if (missing(db, migrations).length === 0) return;
  db.transaction(() => {
    db.exec(TABLE);
    const record = db.prepare('INSERT INTO migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)');
    for (const migration of missing(db, migrations)) {
      db.exec(migration.sql);
      migration.move?.(db, onProgress);
      record.run(migration.number, migration.name, sha256(migration.sql), new Date().toISOString());
    }
  }).immediate();
}

/** Says how far a step is, once it takes more than a second, and then every few seconds. */
function telling(): MigrationProgress {
  let next = Date.now() + FIRST_WORD_MS;
  return (done, total) => {
    if (Date.now() < next) return;
    next = Date.now() + NEXT_WORD_MS;
    process.stderr.write(`the store is brought up to date: ${Math.floor((100 * done) / total)}%\n`);
  };
}

/** The migrations that the database lacks. Throws `StoreError`: `corrupt` when what it has is not the start of the list, `failed` for a store that moved elsewhere. */
export function missing(db: Database, migrations: readonly Migration[] = MIGRATIONS): readonly Migration[] {
  const applied = appliedMigrations(db);
  applied.forEach((row, index) => {
    const migration = migrations[index];
    refuseMoved(row);
    if (!migration) throw new StoreError('corrupt', `migration ${row.number} is newer than this version of the gateway`);
    if (row.number !== migration.number || row.name !== migration.name || row.sha256 !== sha256(migration.sql)) {
      throw new StoreError('corrupt', `migration ${migration.number} in the database is not the one of this version of the gateway`);
    }
  });
  return migrations.slice(applied.length);
}

function appliedMigrations(db: Database): AppliedMigration[] {
  const exists = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'").get();
  if (!exists) return [];
  return db.prepare<[], AppliedMigration>('SELECT number, name, sha256 FROM migrations ORDER BY number').all();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
