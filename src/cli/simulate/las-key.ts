import { writeFile } from 'node:fs/promises';
import { freshKey } from '../../admin/credentials/fresh-key.js';
import { givenKey } from '../key/given-key.js';
import { couldNotRun } from '../terminal/command-error.js';
import { explainSystem } from '../terminal/explain-error.js';

export interface LasKey {
  readonly autorisatiesleutel: string;
  /** How the key is told: in words that follow `autorisatiesleutel`. */
  readonly told: string;
}

/** The autorisatiesleutel in a file, which is made when it is not there; without a file, a fresh one. Throws `CommandError`. */
export async function lasKey(file: string | undefined): Promise<LasKey> {
  const fresh = freshKey();
  if (file === undefined) return { autorisatiesleutel: fresh, told: fresh };
  if (file === '-' || !(await place(file, fresh)))
    return { autorisatiesleutel: (await givenKey({ keyFile: file })) as string, told: told(file) };
  return { autorisatiesleutel: fresh, told: `as made in ${file}` };
}

function told(file: string): string {
  return file === '-' ? 'as given' : `as in ${file}`;
}

/** False: there is such a file already. */
async function place(file: string, key: string): Promise<boolean> {
  try {
    await writeFile(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw couldNotRun(explainSystem(error, file) ?? `${file}: cannot be written`);
  }
}
