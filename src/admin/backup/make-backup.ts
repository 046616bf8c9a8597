import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, link, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type CopyProgress, checkCopy, copyDatabase } from '../../store/open.js';
import { BackupError } from './backup-error.js';
import { BACKUP_FORMAT, type BackedUpFile, DATABASE, MANIFEST, type Manifest, SECRET, SETTINGS } from './manifest.js';
import { readBackup } from './read-backup.js';
import { endArchive, writeEntry } from './tar.js';

export interface BackupOptions {
  readonly dataDirectory: string;
  /** File that the backup is to be, or a directory: then it is named after its moment. */
  readonly to: string;
  /** Replaces a file that is there. */
  readonly overwrite: boolean;
  readonly now: Date;
  readonly version: string;
  readonly secretFingerprint?: string | undefined;
  /** Content of the secret file; absent: it does not go along. */
  readonly secret?: string | undefined;
  /** Content of the settings file, likewise. */
  readonly settings?: string | undefined;
  readonly progress: CopyProgress;
}

export interface MadeBackup {
  readonly path: string;
  readonly bytes: number;
  /** ISO instant. */
  readonly moment: string;
  readonly seal?: Manifest['seal'];
  readonly holdsSecret: boolean;
}

/**
 * Makes a backup of a data directory, also while a gateway writes there: one archive (0600), which is read again before it gets its name.
 * Throws `BackupError`, `StoreError`, or the error of the system.
 */
export async function makeBackup(options: BackupOptions): Promise<MadeBackup> {
  const { now, version, secretFingerprint, secret, settings } = options;
  const moment = now.toISOString();
  const file = await fileOf(options.to, moment);
  if (!options.overwrite && (await isThere(file))) throw there(file);
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}`);
  const copy = `${draft}.db`;
  try {
    await copyDatabase(options.dataDirectory, copy, options.progress);
    const { seal } = checkCopy(copy);
    const texts = Object.entries({ [SECRET]: secret, [SETTINGS]: settings }).filter((one): one is [string, string] => one[1] !== undefined);
    const manifest: Manifest = {
      format: BACKUP_FORMAT,
      version,
      moment,
      ...(seal === undefined ? {} : { seal }),
      ...(secretFingerprint === undefined ? {} : { secretFingerprint }),
      files: [await describeFile(DATABASE, copy), ...texts.map(([name, text]) => describeText(name, text))],
    };
    await writeArchive(draft, manifest, copy, texts);
    // What the disk gives back, not what was meant to be written.
    await readBackup(draft);
    await putInPlace(draft, file, options.overwrite);
    const { size: bytes } = await stat(file);
    return { path: file, bytes, moment, ...(seal === undefined ? {} : { seal }), holdsSecret: secret !== undefined };
  } finally {
    for (const made of [draft, copy, `${copy}-wal`, `${copy}-shm`]) await rm(made, { force: true });
  }
}

async function fileOf(to: string, moment: string): Promise<string> {
  const target = path.resolve(to);
  const isDirectory = (await stat(target).catch(() => undefined))?.isDirectory() === true;
  return isDirectory ? path.join(target, `uwlr-${moment.slice(0, 19).replaceAll(':', '-')}Z.backup`) : target;
}

async function writeArchive(draft: string, manifest: Manifest, copy: string, texts: readonly (readonly [string, string])[]): Promise<void> {
  const archive = await open(draft, 'wx', 0o600);
  try {
    const text = Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
    await writeEntry(archive, { name: MANIFEST, bytes: text.length }, [text]);
    for (const { name, bytes } of manifest.files) {
      const known = texts.find(([of]) => of === name)?.[1];
      const content = known === undefined ? createReadStream(copy) : [Buffer.from(known)];
      await writeEntry(archive, { name, bytes }, content as AsyncIterable<Uint8Array>);
    }
    await endArchive(archive);
    await archive.sync();
  } finally {
    await archive.close();
  }
}

async function describeFile(name: string, file: string): Promise<BackedUpFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { name, bytes, sha256: hash.digest('hex') };
}

function describeText(name: string, text: string): BackedUpFile {
  const content = Buffer.from(text);
  return { name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

async function putInPlace(draft: string, file: string, overwrite: boolean): Promise<void> {
  if (overwrite) await rename(draft, file);
  else {
    // Unlike a rename, a link does not replace what another process put there meanwhile.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? there(file) : error;
    });
  }
  if (process.platform === 'win32') return;
  const directory: FileHandle = await open(path.dirname(file), 'r');
  await directory.sync().finally(() => directory.close());
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

function there(file: string): BackupError {
  return new BackupError('no', `${file} is there already: give another name, or --overwrite to replace it`);
}
