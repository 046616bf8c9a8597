import type { Database } from 'better-sqlite3';

/** After every change of what the directory holds: each process compares this number with that of its snapshot. */
export function raiseDirectoryVersion(db: Database): void {
  db.prepare('UPDATE directory_version SET version = version + 1').run();
}
