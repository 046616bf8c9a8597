import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Makes a file that only its owner can read, whole and on disk, or not at all. False when there is one of this name already. */
export function placeDurably(file: string, text: string): boolean {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    write(draft, text);
    linkSync(draft, file);
    syncDirectory(path.dirname(file));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Puts a file in the place of another, in one step that a crash cannot cut in two. */
export function moveDurably(from: string, to: string): void {
  renameSync(from, to);
  syncDirectory(path.dirname(to));
}

function write(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
