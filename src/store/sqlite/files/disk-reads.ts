import { fstatSync, readdirSync, readSync } from 'node:fs';
import { systemCode } from '../../files/system-code.js';
import { markOf } from './file-identity.js';

/** What SQLite takes for damage when the system says it of a read. */
const DISK_FAILS: ReadonlySet<string> = new Set(['EIO', 'ENXIO']);

/** How much of a file is read at most: a fifth of a second when it is in memory. Of a larger one, pieces all over it. */
const MOST_PIECES = 256;
const PIECE_BYTES = 1024 * 1024;

/** What was found out so long ago at most counts as now: whoever runs into damage does so with everything that is asked. */
const FRESH_MS = 10_000;

const OPEN_FILES = '/proc/self/fd';

/**
 * Tells a disk that does not read from a damaged database: SQLite says `SQLITE_CORRUPT` of both. Reads over the descriptors that SQLite has
 * open, as POSIX takes away all locks that a process has on a file when it closes any other. Finds them on Linux only.
 */
export class DiskReads {
  private found: { readonly at: number; readonly code: string | undefined } | undefined;

  /** `file`: of the database. */
  constructor(private readonly file: string) {}

  /** The code of the system, such as `EIO`, that reading the database or its log fails with; undefined: what was read of them could be. */
  failure(): string | undefined {
    if (this.found === undefined || performance.now() - this.found.at > FRESH_MS) {
      const code = this.read();
      this.found = { at: performance.now(), code };
    }
    return this.found.code;
  }

  private read(): string | undefined {
    try {
      for (const path of [this.file, `${this.file}-wal`]) readThrough(path);
      return undefined;
    } catch (error) {
      const code = systemCode(error);
      return DISK_FAILS.has(code) ? code : undefined;
    }
  }
}

/** Throws errors of the system. */
function readThrough(path: string): void {
  const mark = markOf(path);
  const descriptor = mark && descriptorOf(mark);
  if (descriptor === undefined) return;
  const { size } = fstatSync(descriptor);
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  const step = Math.max(PIECE_BYTES, Math.floor(size / MOST_PIECES));
  for (let at = 0; at === 0 || at < size; at += step) readSync(descriptor, piece, 0, PIECE_BYTES, at);
}

/** A descriptor of this process of that file; undefined when it has none. */
function descriptorOf({ dev, ino }: { readonly dev: number; readonly ino: number }): number | undefined {
  return readdirSync(OPEN_FILES)
    .map(Number)
    .find((descriptor) => {
      try {
        const found = fstatSync(descriptor);
        return found.ino === ino && found.dev === dev;
      } catch {
        // That of the listing is closed by now.
        return false;
      }
    });
}
