import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, rmSync } from 'node:fs';
import { type FileHandle, link, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { supplied } from '../../core/supplied.js';
import { type CopyProgress, checkCopy, copyDatabase } from '../../store/copies.js';
import { BackupError } from './backup-error.js';
import { BACKUP_FORMAT, type BackedUpFile, DATABASE, MANIFEST, type Manifest, SECRET, SETTINGS } from './manifest.js';
import { readBackup } from './read-backup.js';
import { endArchive, writeEntry } from './tar.js';

const SUFFIX = '.backup';
const UNFINISHED = '.unfinished';
const ABANDONED = /^\..+\.[0-9a-f]{12}\.unfinished(?:\.db(?:-journal|-wal|-shm)?)?$/;
const DAY_MS = 24 * 3_600_000;

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
  /** Is given what removes unfinished files, for when a signal ends the process; gives what forgets it. */
  readonly whenInterrupted?: (clean: () => void) => () => void;
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
  await refusePlace(file, options);
  await removeAbandoned(path.dirname(file));
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}${UNFINISHED}`);
  const copy = `${draft}.db`;
  const made = [draft, ...['', '-journal', '-wal', '-shm'].map((suffix) => `${copy}${suffix}`)];
  const forget = options.whenInterrupted?.(() => {
    for (const one of made) rmSync(one, { force: true });
  });
  try {
    await copyDatabase(options.dataDirectory, copy, options.progress);
    const { seal } = checkCopy(copy);
    const texts = Object.entries({ [SECRET]: secret, [SETTINGS]: settings }).filter((one): one is [string, string] => one[1] !== undefined);
    const manifest: Manifest = {
      format: BACKUP_FORMAT,
      version,
      moment,
      ...supplied({ seal, secretFingerprint }),
      files: [await describeFile(DATABASE, copy), ...texts.map(([name, text]) => describeText(name, text))],
    };
    await writeArchive(draft, manifest, copy, texts);
    // What the disk gives back, not what was meant to be written.
    await readBackup(draft);
    await putInPlace(draft, file, options.overwrite);
    const { size: bytes } = await stat(file);
    return { path: file, bytes, moment, ...supplied({ seal }), holdsSecret: secret !== undefined };
  } finally {
    for (const one of made) await rm(one, { force: true });
    forget?.();
  }
}

/** Refuses what would take away something else than an earlier backup. Throws `BackupError`. */
async function refusePlace(file: string, { dataDirectory, overwrite }: BackupOptions): Promise<void> {
  const folder = await realpath(path.dirname(file)).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new BackupError('failed', `${path.dirname(file)}: no such file or directory`) : error;
  });
  if (folder === (await realpath(dataDirectory)) && !file.endsWith(SUFFIX))
    throw new BackupError('usage', `${file} is a place for the gateway's own files: give another directory`);
  if (!(await isThere(file))) return;
  if (!overwrite) throw there(file);
  if (!(await isBackup(file))) throw new BackupError('no', `${file} is not a backup, and --overwrite replaces nothing else`);
}

/** Whether it begins as one; an empty file, which was made to get its mode, may be replaced too. */
async function isBackup(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MANIFEST.length + 1), 0, MANIFEST.length + 1, 0);
    return bytesRead === 0 || buffer.toString('latin1') === `${MANIFEST}\0`;
  } finally {
    await handle.close();
  }
}

/** Copies of all pupils that a crash left behind. One that somebody is writing is younger. */
async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!ABANDONED.test(name)) continue;
    const file = path.join(directory, name);
    const { mtimeMs } = (await stat(file).catch(() => undefined)) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (mtimeMs < Date.now() - DAY_MS) await rm(file, { force: true });
  }
}

async function fileOf(to: string, moment: string): Promise<string> {
  const target = path.resolve(to);
  const isDirectory = (await stat(target).catch(() => undefined))?.isDirectory() === true;
  return isDirectory ? path.join(target, `uwlr-${moment.slice(0, 19).replaceAll(':', '-')}Z${SUFFIX}`) : target;
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
  return new BackupError('no', `${file} already exists: give another name, or --overwrite to replace it`);
}
