import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { giveToOwnerOfDirectory } from './file-owner.js';
import { syncDirectory } from './sync-directory.js';

/** Makes a file that only its owner can read, whole and on disk, or not at all. False when there is one of this name already. */
export function placeDurably(file: string, text: string): boolean {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    write(draft, text);
    linkSync(draft, file);
    syncDirectory(path.dirname(file));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Puts a file in the place of another, in one step that a crash cannot cut in two. */
export function moveDurably(from: string, to: string): void {
  renameSync(from, to);
  syncDirectory(path.dirname(to));
}

/** Puts a text in the place of what a file holds, or makes the file: whole and on disk when it resolves, and never half. */
export async function replaceDurably(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      giveToOwnerOfDirectory(draft, handle.fd);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  if (process.platform === 'win32') return;
  const directory = await open(path.dirname(file), 'r');
  await directory.sync().finally(() => directory.close());
}

function write(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    giveToOwnerOfDirectory(file, handle);
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
