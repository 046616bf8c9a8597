import { checkDuty } from '../../duty-store.js';
import { LOCK_ENDING } from './data-files.js';
import { FileLock } from './file-lock.js';

/** The lock of a duty: a file of that name beside the database. Undefined when somebody has it. Throws as `FileLock.take`. */
export function takeDuty(databaseFile: string, duty: string): FileLock | undefined {
  checkDuty(duty);
  return FileLock.take(databaseFile, `${duty}${LOCK_ENDING}`);
}

/** For `DutyStore.alone`: what the system keeps for this process is not lost before that ends. */
export function neverLost(): AbortSignal {
  return new AbortController().signal;
}
