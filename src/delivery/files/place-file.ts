import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Its group may read what is in it: who collects the files is rarely the gateway itself. Nobody else may. */
const MODE = 0o640;

export interface PlacedFile {
  readonly directory: string;
  /** Whatever begins with `.` in the directory is not there yet, for who collects. */
  readonly name: string;
  readonly text: string;
  /** True: an earlier attempt may have left its draft behind. */
  readonly again: boolean;
  /** Called once it is there, for who collects. */
  readonly onPlaced?: () => void;
}

/**
 * Puts a file in a directory, whole and on disk, or not at all: written under another name, then renamed, in the place of one of the
 * same name if there is one. Throws what the file system gives.
 */
export async function placeFile({ directory, name, text, again, onPlaced }: PlacedFile): Promise<void> {
  if (again) await removeDrafts(directory, name);
  const draft = path.join(directory, `${draftPrefix(name)}${randomBytes(6).toString('hex')}`);
  try {
    await write(draft, text);
    await rename(draft, path.join(directory, name));
    onPlaced?.();
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncDirectory(directory);
}

async function write(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', MODE);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A gateway that was killed leaves its draft. */
async function removeDrafts(directory: string, name: string): Promise<void> {
  const drafts = (await readdir(directory)).filter((other) => other.startsWith(draftPrefix(name)));
  await Promise.all(drafts.map((draft) => rm(path.join(directory, draft), { force: true })));
}

function draftPrefix(name: string): string {
  return `.${name}.`;
}

/** The name is on disk too, and not only what it stands for. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
