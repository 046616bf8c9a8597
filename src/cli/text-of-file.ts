import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { plainLine, plainText, UnfitText } from '../xml/plain-text.js';
import { couldNotRun } from './command-error.js';
import { explainSystem } from './explain-error.js';

/** A small file as text, `-` for standard input: see `plainText`. Throws `CommandError` when it cannot be read or is no such text. */
export async function textOfFile(file: string): Promise<string> {
  return asText(file, plainText);
}

/** A file with one value, such as a key: see `plainLine`. Throws `CommandError`. */
export async function lineOfFile(file: string): Promise<string> {
  return asText(file, plainLine);
}

async function asText(file: string, read: (bytes: Buffer) => string): Promise<string> {
  return asPlain(file, file === '-' ? await buffer(process.stdin) : await bytesOfFile(file), read);
}

/** What `read` makes of the bytes of a file. Throws `CommandError` when they are no such text. */
export function asPlain<T>(file: string, bytes: Buffer, read: (bytes: Buffer) => T): T {
  try {
    return read(bytes);
  } catch (error) {
    throw error instanceof UnfitText ? couldNotRun(`${file === '-' ? 'standard input' : file}: ${error.reason}`) : error;
  }
}

/** Throws `CommandError` for a file that cannot be read. */
export async function bytesOfFile(file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    throw couldNotRun(explainSystem(error, file) ?? `${file}: cannot be read`);
  });
}
