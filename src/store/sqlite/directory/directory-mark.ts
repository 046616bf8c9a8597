import type { Database, Statement } from 'better-sqlite3';
import { type AllowedMessage, changesConcern } from '../../tables/directory/directory-concern.js';
import { DIRECTORY_VERSION } from '../../tables/directory/directory-version.js';
import { ScriptRunner } from '../connection/script-runner.js';
import type { Kept } from '../connection/writer-memory.js';
import { textForSqlite } from '../sql/sqlite-words.js';

const VERSION = 'version';

/**
 * The version of the directory as the writer sees it: a message that was allowed by another one is not stored when what changed concerns
 * it. Whatever is allowed again under the present version is stored.
 */
export class DirectoryMark {
  private readonly version: Statement<[], number>;
  private readonly scripts: ScriptRunner;

  /** `kept`: the version, as the writer remembers it until somebody changes the directory. */
  constructor(
    db: Database,
    private readonly kept?: Kept<number>,
  ) {
    this.version = db.prepare<[], number>(textForSqlite(DIRECTORY_VERSION)).pluck();
    this.scripts = new ScriptRunner(db);
  }

  /** Whether the directory changed for this message since it was allowed. */
  isPast(message: AllowedMessage): boolean {
    const { directory } = message;
    if (directory === undefined) return false;
    const current = this.current();
    return directory !== current && this.scripts.run(changesConcern(message, current));
  }

  private current(): number {
    const read = (): number => this.version.get()!;
    return this.kept === undefined ? read() : this.kept.read(VERSION, read);
  }
}
