import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { BackupError } from './backup-error.js';
import { MANIFEST, type Manifest, manifestOf } from './manifest.js';
import { readArchive } from './tar.js';

/** A manifest has some hundreds of bytes. */
const MOST_MANIFEST = 65_536;

/**
 * Reads a backup to its end and compares all of it with its manifest. `into`: directory that its files go to (0600, on disk); absent:
 * nowhere. Throws `BackupError('no')` for a file that is no backup, or not a whole one; errors of the system.
 */
export async function readBackup(file: string, into?: string): Promise<Manifest> {
  let manifest: Manifest | undefined;
  const found = new Map<string, string>();
  try {
    await readArchive(file, async ({ name, bytes }, content) => {
      if (manifest === undefined) {
        if (name !== MANIFEST || bytes > MOST_MANIFEST) throw new RangeError('no backup');
        manifest = manifestOf(Buffer.concat(await collected(content)).toString());
        if (manifest === undefined) throw new BackupError('no', `${file} is a backup of a form that this version does not know`);
        return;
      }
      const isListed = manifest.files.some((one) => one.name === name && one.bytes === bytes);
      if (!isListed || found.has(name)) throw new RangeError('not listed');
      found.set(name, await take(content, into === undefined ? undefined : path.join(into, name)));
    });
  } catch (error) {
    if (error instanceof RangeError) throw notWhole(file, manifest);
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') throw new BackupError('failed', `${file}: is a directory`);
    throw error;
  }
  if (manifest === undefined || !manifest.files.every(({ name, sha256 }) => found.get(name) === sha256)) throw notWhole(file, manifest);
  return manifest;
}

function notWhole(file: string, manifest: Manifest | undefined): BackupError {
  const what = manifest === undefined ? 'is not a backup made by uwlr backup' : 'is damaged or was cut off: nothing of it is used';
  return new BackupError('no', `${file} ${what}`);
}

/** Gives the hash of the content. */
async function take(content: AsyncIterable<Buffer>, to: string | undefined): Promise<string> {
  const hash = createHash('sha256');
  const handle = to === undefined ? undefined : await open(to, 'wx', 0o600);
  try {
    for await (const piece of content) {
      hash.update(piece);
      await handle?.appendFile(piece);
    }
    await handle?.sync();
  } finally {
    await handle?.close();
  }
  return hash.digest('hex');
}

async function collected(content: AsyncIterable<Buffer>): Promise<readonly Buffer[]> {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(piece);
  return pieces;
}
