import { openForWriting } from './connection.js';
import { migrate } from './migrate.js';
import { WriteEngine } from './write-engine.js';

/** What writes to a database file, brought up to date. Throws SQLite's errors, and `StoreError`. */
export function openEngine(file: string): WriteEngine {
  const db = openForWriting(file);
  try {
    migrate(db);
    return new WriteEngine(db);
  } catch (error) {
    db.close();
    throw error;
  }
}
