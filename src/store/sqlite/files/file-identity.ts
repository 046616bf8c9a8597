import { statSync } from 'node:fs';
import { StoreError } from '../../store-error.js';

interface Mark {
  readonly path: string;
  readonly dev: number;
  readonly ino: number;
}

/**
 * Which files a connection has open: the database, its write-ahead log and the index of that. They may be removed, or others put in
 * their place, and SQLite writes on into files that nobody will ever find again. Made when the connection has just opened them.
 */
export class FileIdentity {
  private readonly marks: readonly Mark[];
  private lost = false;

  /** `before`: what was at the path of the database before it was opened. Throws `StoreError('moved')` when that is another file by now. */
  constructor(database: string, before: Pick<Mark, 'dev' | 'ino'> | undefined = markOf(database)) {
    if (database === ':memory:') {
      this.marks = [];
      return;
    }
    const [own, ...others] = [database, `${database}-wal`, `${database}-shm`].map(markOf);
    if (own === undefined || before === undefined || !isSame(own, before)) throw moved();
    this.marks = [own, ...others.filter((mark) => mark !== undefined)];
  }

  /** Whether the last look found something else in their place: then another look comes before anything is written. */
  get areLost(): boolean {
    return this.lost;
  }

  /** Three calls of the system, some microseconds. Throws `StoreError('moved')`. */
  check(): void {
    this.lost = !this.marks.every((mark) => {
      const now = markOf(mark.path);
      return now !== undefined && isSame(mark, now);
    });
    if (this.lost) throw moved();
  }
}

/** What is at a path; undefined when nothing is. */
export function markOf(path: string): Mark | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? undefined : { path, dev: found.dev, ino: found.ino };
}

function isSame(one: Pick<Mark, 'dev' | 'ino'>, other: Pick<Mark, 'dev' | 'ino'>): boolean {
  return one.ino === other.ino && one.dev === other.dev;
}

function moved(): StoreError {
  return new StoreError(
    'moved',
    'the database file was removed or replaced: nothing is taken in until the gateway is started again on the right data directory',
  );
}
