import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DATABASE_FILE, giveToOwnerOfDirectory } from '../../files/file-owner.js';
import { StoreError } from '../../store-error.js';
import { asStoreError } from '../connection/failure.js';
import { makeDataDirectory } from './data-files.js';
import { FileLock } from './file-lock.js';

/** What needs a data directory to itself: a gateway, a restore that puts another store in its place, or a move to or from another database. */
export type DataUse = 'gateway' | 'restore' | 'move';

/** Who holds the lock, for people. What counts is the lock itself: this may be of a process that was killed. */
interface Holder {
  readonly use: DataUse;
  readonly pid: number;
  readonly host: string;
  /** ISO instant. */
  readonly since: string;
}

const LOCK_FILE = 'serve.lock';
const HOLDER_FILE = 'serve.pid';
const WORDS: Readonly<Record<DataUse, string>> = { gateway: 'another gateway', restore: 'a restore', move: 'a move' };

/**
 * Keeps a data directory for one gateway. Commands run beside it without this lock. The system releases it when the process ends, also
 * after `kill -9`, whatever process gets its number later, and across containers that share the directory on one machine.
 */
export class DataLock {
  private constructor(
    private readonly lock: FileLock,
    private readonly holderFile: string,
  ) {}

  /** Makes the directory when it is not there. Throws `StoreError('in-use')`, which names the process that has it. */
  static take(directory: string, use: DataUse): DataLock {
    const holderFile = join(directory, HOLDER_FILE);
    try {
      makeDataDirectory(directory);
      const lock = FileLock.take(join(directory, DATABASE_FILE), LOCK_FILE);
      if (lock === undefined) throw inUse(directory, holderFile);
      note(holderFile, use);
      return new DataLock(lock, holderFile);
    } catch (error) {
      throw asStoreError(error, `data directory ${directory}`);
    }
  }

  release(): void {
    try {
      rmSync(this.holderFile, { force: true });
    } finally {
      this.lock.release();
    }
  }
}

/** Without it the lock holds all the same: a full disk, say, must not keep a gateway from starting. */
function note(file: string, use: DataUse): void {
  const holder: Holder = { use, pid: process.pid, host: hostname(), since: new Date().toISOString() };
  try {
    writeFileSync(file, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
    giveToOwnerOfDirectory(file);
  } catch {
    rmSync(file, { force: true });
  }
}

function inUse(directory: string, file: string): StoreError {
  const holder = readHolder(file);
  const who =
    holder === undefined
      ? 'another process'
      : `${WORDS[holder.use] ?? 'another process'}: process ${holder.pid} on ${holder.host}, since ${holder.since}`;
  return new StoreError('in-use', `the data directory ${directory} is in use by ${who}. Stop it first, or give another --data`);
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}
