import type { Database } from 'better-sqlite3';
import type { Script } from '../../sql/script.js';
import { openForReading } from './connection.js';
import { ScriptRunner } from './script-runner.js';

/**
 * A connection for what is too much to read in one go. What is read is as of one moment whatever is written meanwhile, by whomever,
 * as a read transaction stays open until the end: no need to start again, and it holds for what has no revision too (aliases, what
 * retention removes). That is why no other reads may go over this connection: they would see the past. One reading at a time.
 */
export class SnapshotConnection {
  private db: Database | undefined;
  private scripts: ScriptRunner | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly file: string) {}

  /** Runs a script in a read transaction of its own, with turns for the event loop in between. Throws SQLite's errors. */
  read<T>(script: Script<T>): Promise<T> {
    return this.alone(async () => {
      this.db ??= openForReading(this.file, true);
      this.scripts ??= new ScriptRunner(this.db);
      this.db.exec('BEGIN');
      try {
        return await this.scripts.runInTurns(script);
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
