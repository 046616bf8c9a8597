import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { couldNotRun } from './command-error.js';
import { explainSystem } from './explain-error.js';

/** A small file as text, `-` for standard input. Throws `CommandError` when it cannot be read. */
export async function textOfFile(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw couldNotRun(explainSystem(error, file) ?? `${file}: cannot be read`);
  });
}
