import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from '../../store-error.js';

/** With less room than this a message of usual size may not fit. */
const LEAST_BYTES = 1024 * 1024;

/** Throws `StoreError('full')` when there is hardly room beside this file. */
export function checkRoom(file: string): void {
  const { bsize, blocks, bavail, bfree } = statfsSync(dirname(file));
  // Root may use what is kept back for it. A file system that does not know how large it is says nothing.
  const free = (process.geteuid?.() === 0 ? bfree : bavail) * bsize;
  if (blocks > 0 && free < LEAST_BYTES) throw new StoreError('full', 'the disk that the data directory is on is full');
}
