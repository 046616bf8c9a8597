import type { Database } from 'better-sqlite3';
import { openForReading } from './connection.js';
import { ScriptRunner } from './script-runner.js';
import { StatementCache } from './statement-cache.js';

/**
 * A connection for what is too much to read in one go. What is read is as of one moment whatever is written meanwhile, by whomever,
 * as a read transaction stays open until the end: no need to start again, and it holds for what has no revision too (aliases, what
 * retention removes). That is why no other reads may go over this connection: they would see the past. One reading at a time.
 */
export class SnapshotConnection {
  private db: Database | undefined;
  private statements: StatementCache | undefined;
  private scripts: ScriptRunner | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly file: string) {}

  /** Runs `query` in a read transaction of its own. Throws SQLite's errors. */
  read<T>(query: (statements: StatementCache, scripts: ScriptRunner) => Promise<T>): Promise<T> {
    return this.alone(async () => {
      this.db ??= openForReading(this.file, true);
      this.statements ??= new StatementCache(this.db);
      this.scripts ??= new ScriptRunner(this.db);
      this.db.exec('BEGIN');
      try {
        return await query(this.statements, this.scripts);
      } finally {
        // Some failures end the transaction by themselves.
        if (this.db.inTransaction) this.db.exec('COMMIT');
      }
    });
  }

  /** Runs `work` while nothing is being read here, after what was asked before. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }

  /** Waits for what is being read. Nothing may be asked any more. */
  async close(): Promise<void> {
    await this.last;
    this.db?.close();
  }
}
