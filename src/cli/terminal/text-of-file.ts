import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { plainLine, plainText, UnfitText } from '../../xml/plain-text.js';
import { CommandError, couldNotRun } from './command-error.js';
import { explainSystem } from './explain-error.js';

/** Bytes of a small file: a device, or a file that somebody took for another, may have no end. */
export const MOST_BYTES = 1024 * 1024;

/**
 * A file of at most `most` bytes as text, `-` for standard input: see `plainText`. Throws `CommandError` when it cannot be read, is no such
 * text, or is larger.
 */
export async function textOfFile(file: string, most = MOST_BYTES): Promise<string> {
  return asText(file, plainText, most);
}

/** A file with one value, such as a key: see `plainLine`. Throws `CommandError`. */
export async function lineOfFile(file: string): Promise<string> {
  return asText(file, plainLine, MOST_BYTES);
}

async function asText(file: string, read: (bytes: Buffer) => string, most: number): Promise<string> {
  return asPlain(file, await boundedFile(file, most), read);
}

/** The bytes of a file of at most `most` bytes, `-` for standard input. Throws `CommandError` when it cannot be read, or is larger. */
export async function boundedFile(file: string, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of (file === '-' ? process.stdin : createReadStream(file)) as Readable & AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > most) throw couldNotRun(`${nameOf(file)}: is larger than ${most} bytes`);
      pieces.push(piece);
    }
  } catch (error) {
    throw error instanceof CommandError ? error : unreadable(error, file);
  }
  return Buffer.concat(pieces);
}

/** What `read` makes of the bytes of a file. Throws `CommandError` when they are no such text. */
export function asPlain<T>(file: string, bytes: Buffer, read: (bytes: Buffer) => T): T {
  try {
    return read(bytes);
  } catch (error) {
    throw error instanceof UnfitText ? couldNotRun(`${nameOf(file)}: ${error.reason}`) : error;
  }
}

/** Throws `CommandError` for a file that cannot be read. */
export async function bytesOfFile(file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    throw unreadable(error, file);
  });
}

function unreadable(error: unknown, file: string): CommandError {
  return couldNotRun(explainSystem(error, file) ?? `${file}: cannot be read`);
}

function nameOf(file: string): string {
  return file === '-' ? 'standard input' : file;
}
