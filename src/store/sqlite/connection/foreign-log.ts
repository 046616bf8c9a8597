import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StoreError } from '../../store-error.js';

/** Of the first page of a database, see `LogGeneration`. */
interface Mark {
  /** 0: none yet. */
  readonly generation: number;
  readonly database: number;
}

const PAGE = { bytes: 100, generation: 60, database: 68 };
const LOG = { bytes: 32, magic: 0, pageSize: 8, salts: 16 };
const FRAME = { bytes: 24, page: 0, salts: 8 };
const MAGIC = 0x377f0682;
/** How often a log is read again that others begin anew meanwhile: then they are at work on it, and it is theirs. */
const ATTEMPTS = 3;

/**
 * Throws `StoreError('corrupt')` when the write-ahead log that lies beside a database belongs to another file than the one that is there
 * now: an older copy of it, or another gateway's. To open that would write pages of the one into the other.
 *
 * Reads the files as they are, so only where this process does not have them open: closing a file takes all locks of the process on it.
 */
export function refuseForeignLog(database: string): void {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const begun = readLog(`${database}-wal`, 'first');
    if (begun === undefined || begun.mark.generation === 0) return;
    const file = readFile(database);
    if (file === undefined || fits(file, begun.mark)) return;
    // A log that was not begun anew for readers' sake has more than one generation.
    const all = readLog(`${database}-wal`, 'last');
    if (all === undefined || all.salts !== begun.salts) continue;
    if (isSameDatabase(file, begun.mark) && file.generation > begun.mark.generation && file.generation <= all.mark.generation) return;
    throw new StoreError(
      'corrupt',
      'uwlr.db-wal does not belong to uwlr.db: another copy was put in its place. Move uwlr.db-wal and uwlr.db-shm away to go on with this copy',
    );
  }
}

/** A file is of the generation before the log, or of the log's once the first page was taken over. */
function fits(file: Mark, log: Mark): boolean {
  if (file.generation === 0) return log.generation === 1;
  return isSameDatabase(file, log) && (file.generation === log.generation || file.generation === log.generation - 1);
}

function isSameDatabase(one: Mark, other: Mark): boolean {
  return one.database === other.database;
}

function readFile(path: string): Mark | undefined {
  return reading(path, (handle) => {
    const page = read(handle, PAGE.bytes, 0);
    return page.length < PAGE.bytes ? undefined : markOf(page);
  });
}

/** The first or last of the marks in a log, with what tells it from a later one in the same file. Undefined when it holds none. */
function readLog(path: string, which: 'first' | 'last'): { readonly mark: Mark; readonly salts: string } | undefined {
  return reading(path, (handle) => {
    const head = read(handle, LOG.bytes, 0);
    if (head.length < LOG.bytes || (head.readUInt32BE(LOG.magic) & ~1) >>> 0 !== MAGIC) return undefined;
    const pageSize = head.readUInt32BE(LOG.pageSize);
    const salts = head.toString('hex', LOG.salts, LOG.salts + 8);
    const size = fstatSync(handle).size;
    let mark: Mark | undefined;
    for (let at = LOG.bytes; at + FRAME.bytes + pageSize <= size; at += FRAME.bytes + pageSize) {
      const frame = read(handle, FRAME.bytes + PAGE.bytes, at);
      // What is behind is of an earlier log.
      if (frame.toString('hex', FRAME.salts, FRAME.salts + 8) !== salts) break;
      if (frame.readUInt32BE(FRAME.page) !== 1) continue;
      mark = markOf(frame.subarray(FRAME.bytes));
      if (which === 'first') break;
    }
    return mark === undefined ? undefined : { mark, salts };
  });
}

function markOf(page: Buffer): Mark {
  return { generation: page.readUInt32BE(PAGE.generation), database: page.readUInt32BE(PAGE.database) };
}

function read(handle: number, bytes: number, at: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  return buffer.subarray(0, readSync(handle, buffer, 0, bytes, at));
}

function reading<T>(path: string, work: (handle: number) => T | undefined): T | undefined {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return work(handle);
  } finally {
    closeSync(handle);
  }
}
