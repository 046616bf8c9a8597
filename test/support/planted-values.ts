import { readdir, readFile, stat } from 'node:fs/promises';
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
  const files = await Promise.all(
    names.map(async (name) => ((await stat(path.join(directory, name))).isFile() ? [path.join(directory, name)] : [])),
  );
  return Promise.all(files.flat().map((file) => readFile(file)));
}

/** Expects that none of these values, by kind, is in a text or a file, in any form. Names the kind and the place, never the value. */
export function expectNowhere(
  values: Readonly<Record<string, string>>,
  texts: Readonly<Record<string, string>>,
  files: readonly Buffer[] = [],
): void {
  for (const [kind, value] of Object.entries(values)) {
    for (const form of formsOf(value)) {
      for (const [place, text] of Object.entries(texts))
        expect({ kind, place, found: text.includes(form) }).toEqual({ kind, place, found: false });
      const found = files.some((bytes) => bytes.includes(form) || bytes.includes(Buffer.from(form, 'utf16le')));
      expect({ kind, place: 'file', found }).toEqual({ kind, place: 'file', found: false });
    }
  }
}
