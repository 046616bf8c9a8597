import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../store-error.js';

/** Folder in a data directory that holds a store which takes the place of the present one. */
export const RESTORING = 'restoring';

/** A file in it. From when it is there, nothing but the rest of the restore may happen. */
export const RESTORE_READY = 'ready';

/** Whether a restore is at that, or was interrupted in the middle of it. */
export function isBeingRestored(directory: string): boolean {
  return existsSync(join(directory, RESTORING, RESTORE_READY));
}

/** Throws `StoreError('in-use')` while a restore puts its files in place, and after a crash in the middle of that. */
export function refuseWhileRestored(directory: string): void {
  if (!isBeingRestored(directory)) return;
  throw new StoreError(
    'in-use',
    `a restore into ${directory} is at work, or was interrupted: then start the gateway, or run the restore again, to end it`,
  );
}
