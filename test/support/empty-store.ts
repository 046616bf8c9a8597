import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteStore } from '../../src/store/sqlite/open.js';

const FILE = 'uwlr.db';

let bytes: Promise<Buffer> | undefined;

/** Lays down a store as it is when it was just made, which takes less than making it. The directory may be there, and has none yet. */
export async function layEmptyStore(directory: string): Promise<void> {
  bytes ??= make();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(path.join(directory, FILE), await bytes, { mode: 0o600, flag: 'wx' });
}

async function make(): Promise<Buffer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'uwlr-empty-'));
  try {
    const store = await openSqliteStore(directory, { inline: true });
    await store.close();
    return await readFile(path.join(directory, FILE));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
