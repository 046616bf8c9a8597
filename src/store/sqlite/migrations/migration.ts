import type { Database } from 'better-sqlite3';

/** Told now and then how many rows of how many a step has done. */
export type MigrationProgress = (done: number, total: number) => void;

/** A step in the shape of the database. Never changed once released: a new step comes after it. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** After the SQL, in the same transaction: what SQL alone cannot do. Throws `StoreError`; then nothing of the step stays. */
  readonly move?: (db: Database, onProgress: MigrationProgress) => void;
}
