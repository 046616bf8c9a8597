import { readFileSync } from 'node:fs';
import path from 'node:path';
import { moveDurably, placeDurably } from '../store/files/durable-file.js';
import { freshSecret, SECRET_FILE } from './secret-file.js';

/** Name of the file in the data directory with the secret that is about to take the place of the one in the file `secret`. */
const NEXT_FILE = 'secret.new';

/**
 * Puts the next secret on disk, before anything is sealed under it. Gives the one that is there: `given`, a fresh one, or the one that
 * a replacing which did not come to its end left behind, as the store may be sealed under it by the time that we look.
 */
export function offerNextSecret(data: string, given?: string): string | undefined {
  placeDurably(path.join(data, NEXT_FILE), `${given ?? freshSecret()}\n`);
  return nextSecret(data);
}

/** Undefined when there is none. */
export function nextSecret(data: string): string | undefined {
  try {
    return readFileSync(path.join(data, NEXT_FILE), 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes the next secret the one in the file `secret`: once everything is sealed under it, and not before. */
export function adoptNextSecret(data: string): void {
  try {
    moveDurably(path.join(data, NEXT_FILE), path.join(data, SECRET_FILE));
  } catch (error) {
    // Another process that saw the same did it.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
