import { randomInt } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';

/**
 * Ties the write-ahead log to its database. SQLite takes any log that lies beside a file for that file's, also after an older copy was put
 * in the place of the file, and then writes pages of the one into the other. So each log begins with a generation of its own, one above
 * that of the file when it began; `foreign-log.ts` compares the two before a database is opened.
 *
 * The generation is `user_version`, which with `application_id`, a number that each database draws once, stands in the first page.
 */
export class LogGeneration {
  private readonly log: Statement<[], [busy: number, log: number, checkpointed: number]>;

  constructor(private readonly db: Database) {
    // Says how much of the log is in the file already, and does nothing.
    this.log = db.prepare<[], [number, number, number]>('PRAGMA wal_checkpoint(NOOP)').raw();
  }

  /** Before a transaction: whether the log can begin anew with it, since all of it is in the file. */
  isOver(): boolean {
    const [, frames, inFile] = this.log.get()!;
    return frames === inFile;
  }

  /** In the transaction that the log may begin with. */
  next(): void {
    if (this.read('application_id') === 0) this.db.pragma(`application_id = ${randomInt(1, 2 ** 31 - 1)}`);
    const generation = this.read('user_version');
    this.db.pragma(`user_version = ${generation >= 2 ** 31 - 1 ? 1 : generation + 1}`);
  }

  private read(name: string): number {
    return Number(this.db.pragma(name, { simple: true }));
  }
}
