import type { KeyObject } from 'node:crypto';
import { UnfitKey } from '../../conformance/report/signature.js';
import { couldNotRun } from '../terminal/command-error.js';
import { textOfFile } from '../terminal/text-of-file.js';

/** The key in a file. Throws `CommandError` when there is none of the wanted kind in it. */
export async function keyInFile(file: string, read: (pem: string) => KeyObject): Promise<KeyObject> {
  const pem = await textOfFile(file);
  try {
    return read(pem);
  } catch (error) {
    throw error instanceof UnfitKey ? couldNotRun(`${file}: ${error.message}`) : error;
  }
}
