import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lineOfMark, type MarkLine, marksOf, numbered, type RightsMark } from '../rights-mark.js';
import { StoreError } from '../store-error.js';
import { giveToOwnerOfDirectory } from './file-owner.js';
import { syncDirectory } from './sync-directory.js';
import { systemCode } from './system-code.js';

/** Name of the file in the data directory, when no setting gives another. */
export const MARK_FILE = 'erasure.marks';

/** Where the marks of a database are when no setting says so. */
export function marksBeside(database: string): string {
  return join(dirname(database), MARK_FILE);
}

/** The marks that hold; none when there is no file. Throws `StoreError`. */
export function readMarks(file: string): readonly RightsMark[] {
  try {
    return marksOf(readFileSync(file, 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    if (error instanceof RangeError || error instanceof SyntaxError) {
      throw new StoreError('failed', `${file}: line ${error.message} of the erasure marks is damaged: put a whole copy of the file back`);
    }
    throw unusable(file, error);
  }
}

/**
 * The file of marks, as the writer adds to it: inside the transaction, and on disk before the commit. So a crash can leave a mark without
 * its erasure, which is carried out at the next start; never an erasure without its mark.
 */
export class MarkFile {
  /** Marks of the transaction that is open. */
  private open: string[] = [];

  constructor(private readonly file: string) {}

  /** Throws `StoreError`: then the transaction has to be taken back. */
  add(marks: readonly RightsMark[]): void {
    if (marks.length === 0) return;
    const lines = marks.map(numbered);
    this.append(lines);
    this.open.push(...lines.map(({ mark }) => mark));
  }

  committed(): void {
    if (this.open.length > 0) this.open = [];
  }

  /** The transaction was taken back. When this cannot be said, the mark holds, and is carried out: somebody asked for it. */
  undone(): void {
    if (this.open.length === 0) return;
    const lines = this.open.map((of): MarkLine => ({ mark: of, kind: 'undone', of }));
    this.open = [];
    try {
      this.append(lines);
    } catch {
      // Said above.
    }
  }

  private append(lines: readonly MarkLine[]): void {
    try {
      const isNew = statSync(this.file, { throwIfNoEntry: false }) === undefined;
      const handle = openSync(this.file, 'a+', 0o600);
      try {
        if (isNew) giveToOwnerOfDirectory(this.file, handle);
        cutTornEnd(handle, statSync(this.file).size);
        // All of it: `writeSync` may write a part, and say nothing, on a disk that is nearly full.
        writeFileSync(handle, lines.map(lineOfMark).join(''));
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      if (isNew) syncDirectory(dirname(this.file));
    } catch (error) {
      throw unusable(this.file, error);
    }
  }
}

/** What a crash left of a line that was never confirmed. */
function cutTornEnd(handle: number, size: number): void {
  const last = Buffer.alloc(1);
  let end = size;
  for (; end > 0; end -= 1) {
    readSync(handle, last, 0, 1, end - 1);
    if (last[0] === 0x0a) break;
  }
  if (end < size) ftruncateSync(handle, end);
}

function unusable(file: string, error: unknown): StoreError {
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new StoreError('full', 'erasure marks: the disk that they are kept on is full');
  return new StoreError('failed', `the erasure marks in ${file} cannot be read or written (${code || 'error'})`);
}
