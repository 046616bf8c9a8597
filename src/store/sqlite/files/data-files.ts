import { closeSync, openSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DATABASE_FILE, giveToOwnerOfDirectory, takeFromRoot } from '../../files/file-owner.js';
import { makeDirectory } from '../../files/make-directory.js';
import { asStoreError } from '../connection/failure.js';

/**
 * Makes the data directory (0700) and an empty database file (0600) where they are not there yet; returns the path of the
 * file. What SQLite puts beside it gets the mode of the file. Modes of what exists are left alone: `diagnose` reports them.
 */
export function prepareDatabaseFile(directory: string): string {
  const file = join(directory, DATABASE_FILE);
  try {
    makeDataDirectory(directory);
    makeFile(file);
  } catch (error) {
    throw asStoreError(error, `data directory ${resolve(directory)}`);
  }
  return file;
}

/** Where it is not there yet, for nobody but its owner. Throws errors of the system. */
export function makeDataDirectory(directory: string): void {
  makeDirectory(directory);
}

/**
 * Makes an empty file (0600) where there is none, for whom the directory belongs to. One that exists is not opened: POSIX takes away all locks that a process has on a file when it closes any handle of it, and
 * this process may have it open already.
 */
export function makeFile(file: string): void {
  let handle: number;
  try {
    handle = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    takeFromRoot(file);
    return;
  }
  try {
    giveToOwnerOfDirectory(file, handle);
  } finally {
    closeSync(handle);
  }
}

/** How the name of a file ends that is a lock. */
export const LOCK_ENDING = '.lock';

/** What the gateway keeps in the data directory beside the database and its locks. Some of it need not be there. */
const BESIDE = ['serve.pid', 'secret', 'secret.new', 'audit.head', 'erasure.marks'];

/** Names of files that do not belong to whom the database belongs to, which so may be unable to open them. */
export function foreignFiles(file: string): readonly string[] {
  const owner = statSync(file).uid;
  const locks = readdirSync(dirname(file)).filter((name) => name.endsWith(LOCK_ENDING));
  const beside = [`${file}-wal`, `${file}-shm`, ...[...locks, ...BESIDE].map((name) => join(dirname(file), name))];
  const foreign = beside.filter((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found !== undefined && found.uid !== owner;
  });
  const directory = statSync(dirname(file)).uid;
  return directory !== 0 && directory !== owner ? [file, ...foreign] : foreign;
}

/** The paths of the store that others on this machine can get at. Empty on systems without POSIX modes. */
export function exposedPaths(file: string): readonly string[] {
  if (process.platform === 'win32') return [];
  return [dirname(file), file, `${file}-wal`, `${file}-shm`].filter((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat !== undefined && (stat.mode & 0o077) !== 0;
  });
}
