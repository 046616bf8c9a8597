import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Returns once files that were put into a directory, or removed from it, are so on disk. Throws errors of the system. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
