import type { Database, Statement } from 'better-sqlite3';
import { DIRECTORY_VERSION } from '../../tables/directory/directory-version.js';
import type { Kept } from '../connection/writer-memory.js';
import { textForSqlite } from '../sql/sqlite-words.js';

const VERSION = 'version';

/**
 * The version of the directory as the writer sees it: what was allowed by another one is not stored by it. Whatever it allows again under
 * the present version is stored.
 */
export class DirectoryMark {
  private readonly version: Statement<[], number>;

  /** `kept`: the version, as the writer remembers it until somebody changes the directory. */
  constructor(
    db: Database,
    private readonly kept?: Kept<number>,
  ) {
    this.version = db.prepare<[], number>(textForSqlite(DIRECTORY_VERSION)).pluck();
  }

  /** Whether the directory is not of this version any more. Undefined: nobody had to be allowed. */
  isPast(version: number | undefined): boolean {
    return version !== undefined && version !== this.current();
  }

  private current(): number {
    const read = (): number => this.version.get()!;
    return this.kept === undefined ? read() : this.kept.read(VERSION, read);
  }
}
