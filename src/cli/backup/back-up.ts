import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BackupError } from '../../admin/backup/backup-error.js';
import { type MadeBackup, makeBackup } from '../../admin/backup/make-backup.js';
import { SETTINGS } from '../../admin/backup/manifest.js';
import type { Config } from '../../config/config.js';
import { sealingKeyring } from '../../secret/existing-keyring.js';
import { hasOwnFile } from '../../secret/keyring-of.js';
import { SECRET_FILE } from '../../secret/secret-file.js';
import { VERSION } from '../../soap/user-agent.js';
import { isOfThisVersion } from '../../store/copies.js';
import { hasStore, withExistingStore } from '../open/open-store.js';
import { couldNotRun, wrongUsage } from '../terminal/command-error.js';
import { Progress } from '../terminal/progress.js';
import { whenInterrupted } from '../terminal/when-interrupted.js';

export interface WantedBackup {
  readonly to: string;
  readonly withSecret: boolean;
  readonly overwrite: boolean;
}

/** Errors: `CommandError`, `BackupError`, `StoreError`, those of the system. */
export async function backUp(
  config: Config,
  { to, withSecret, overwrite }: WantedBackup,
): Promise<{ readonly made: MadeBackup; readonly audited: boolean }> {
  if (config.databaseUrl !== undefined) throw wrongUsage('UWLR_DATABASE_URL is set: back up that database with its own tools');
  if (withSecret && !hasOwnFile(config))
    throw wrongUsage('the secret is not in the data directory, so --with-secret cannot put it in the backup');
  if (!hasStore(config)) throw couldNotRun(`${config.data} holds no store yet: there is nothing to back up`);
  const now = new Date();
  // One of an earlier version is copied as it is: a backup is made before a migration.
  const audited = isOfThisVersion(config.data);
  const secretFingerprint = audited ? await record(config, now) : undefined;
  const progress = new Progress('copying', 0);
  try {
    const made = await makeBackup({
      dataDirectory: config.data,
      to,
      overwrite,
      now,
      version: VERSION,
      secretFingerprint,
      ...(withSecret ? { secret: await ownSecret(config), settings: await ownSettings(config) } : {}),
      progress: () => progress.add(0),
      whenInterrupted,
    });
    return { made, audited };
  } finally {
    progress.end();
  }
}

/** In the audit before anything is copied: it is all there is of every pupil. Gives the fingerprint of the secret, where there is one. */
async function record(config: Config, now: Date): Promise<string | undefined> {
  return withExistingStore(config, async (store) => {
    const keyring = await sealingKeyring(config, store);
    await store.appendAudit([{ at: now.toISOString(), actor: store.actor, operation: 'backup.make', outcome: 'done', counts: {} }]);
    return keyring?.fingerprint;
  });
}

async function ownSecret({ data }: Config): Promise<string> {
  return readFile(path.join(data, SECRET_FILE), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new BackupError('failed', `${data} holds no secret yet: make the backup without --with-secret`);
  });
}

async function ownSettings({ data }: Config): Promise<string | undefined> {
  return readFile(path.join(data, SETTINGS), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
