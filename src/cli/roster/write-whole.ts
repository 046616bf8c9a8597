import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { couldNotRun } from '../terminal/command-error.js';
import { explainSystem } from '../terminal/explain-error.js';

/**
 * Writes a file in pieces, for its owner only. It is there when all of it is; until then nothing is, or what was there before.
 * Throws `CommandError` when it cannot be written.
 */
export async function writeWhole(file: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const partial = path.join(path.dirname(path.resolve(file)), `.${path.basename(file)}.${process.pid}.part`);
  try {
    const handle = await open(partial, 'wx', 0o600);
    try {
      for await (const piece of pieces) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    const reason = explainSystem(error, file);
    throw reason === undefined ? error : couldNotRun(reason.replace(partial, file));
  }
}
