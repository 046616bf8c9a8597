import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@jest/globals';

/** Every form that a value might take on disk or on the wire. */
export function formsOf(value: string): string[] {
  return [
    value,
    value.toLowerCase(),
    encodeURIComponent(value),
    Buffer.from(value).toString('base64').replace(/=+$/, ''),
    Buffer.from(value).toString('hex'),
  ];
}

/** The contents of every file below a directory: of a running gateway the write-ahead log of the database too. */
export async function everyFile(directory: string): Promise<Buffer[]> {
  const names = await readdir(directory, { recursive: true });
  const contents = await Promise.all(names.map((name) => readFile(path.join(directory, name)).catch(nothing)));
  return contents.filter((bytes) => bytes !== undefined);
}

/** A directory, or a file that a process which runs on has removed since: a lock, a journal. */
function nothing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'EISDIR' && error.code !== 'ENOENT') throw error;
}

/**
 * Tells whether a form of a value is in bytes. One of fewer than six characters turns up in identifiers, counts and ciphertext
 * by chance: it counts only where it stands alone, as a value does between tags, quotes or spaces.
 */
export function holds(bytes: Buffer, form: Buffer): boolean {
  for (let at = bytes.indexOf(form); at >= 0; at = bytes.indexOf(form, at + 1)) {
    const neighbours = [bytes[at - 1], bytes[at + form.length]].map((byte) => String.fromCharCode(byte ?? 0));
    if (form.length >= 6 || neighbours.every((character) => /["'<>=\s\0]/.test(character))) return true;
  }
  return false;
}

/** Expects that none of these values, by kind, is in a text or a file, in any form. Names the kind and the place, never the value. */
export function expectNowhere(
  values: Readonly<Record<string, string>>,
  texts: Readonly<Record<string, string>>,
  files: readonly Buffer[] = [],
): void {
  const places = [
    ...Object.entries(texts).map(([place, text]) => [place, Buffer.from(text)] as const),
    ...files.map((bytes) => ['file', bytes] as const),
  ];
  const found = Object.entries(values).flatMap(([kind, value]) => {
    const forms = formsOf(value).flatMap((form) => [Buffer.from(form), Buffer.from(form, 'utf16le')]);
    return places.flatMap(([place, bytes]) => (forms.some((form) => holds(bytes, form)) ? [{ kind, place }] : []));
  });
  expect(found).toEqual([]);
}
