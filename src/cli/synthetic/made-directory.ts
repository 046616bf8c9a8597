import { mkdir } from 'node:fs/promises';
import { couldNotRun } from '../terminal/command-error.js';
import { explainSystem } from '../terminal/explain-error.js';

/** Makes a directory unless it is there. Throws `CommandError` when it cannot be made. */
export async function madeDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true }).catch((error: unknown) => {
    throw couldNotRun(explainSystem(error, directory) ?? `${directory}: cannot be made`);
  });
}
