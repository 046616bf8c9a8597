import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../config/config.js';
import { Secret } from '../../config/secret.js';
import { supplied } from '../../core/supplied.js';
import { isStrongSecret, Keyring } from '../../privacy/keys/keyring.js';
import { AUDIT_HEAD_FILE, AuditHeadFile, auditHeadFile } from '../../secret/audit-head-file.js';
import { hasSealOutside } from '../../secret/audit-seal.js';
import { hasOwnFile, keyringOf, opensSchools } from '../../secret/keyring-of.js';
import { loadSecret, SECRET_FILE } from '../../secret/secret-file.js';
import type { SealHead } from '../../store/audit-chain.js';
import { checkCopy, isOfThisVersion, isOpenElsewhere } from '../../store/copies.js';
import { isBeingRestored } from '../../store/files/restore-marker.js';
import { lockData, openStore } from '../../store/open.js';
import { StoreError } from '../../store/store-error.js';
import { BackupError } from '../backup/backup-error.js';
import { DATABASE, type Manifest, SECRET } from '../backup/manifest.js';
import { readBackup } from '../backup/read-backup.js';
import { carryOutMarks, type MarksCarriedOut } from '../rights/carry-out-marks.js';
import { compareMarks } from '../rights/marks-ahead.js';
import { finishRestore, markReady, stageOf } from './finish-restore.js';

export interface RestoreOptions {
  readonly config: Config;
  /** The backup. */
  readonly file: string;
  readonly now: Date;
  /** Who restores, as the audit says it. */
  readonly actor: string;
}

export interface Restored {
  /** ISO instant that the backup is of: what came later is not in it. */
  readonly moment: string;
  readonly marks: MarksCarriedOut;
  /** The last seal that the store of before had and this one has not. */
  readonly lostSeal?: SealHead;
  /** The seal that the audit goes on from. */
  readonly seal?: SealHead;
  /** Folder with the store that was there before. */
  readonly replaced?: string;
  /** Whether the secret came out of the backup. */
  readonly secretRestored: boolean;
}

/**
 * Puts a backup in the place of the store of a data directory, which nothing may be using. All work is done on a copy beside it: the
 * backup is checked, brought up to date, erased of whom was erased later, and sealed. Only then it takes its place, in steps that are
 * carried on after a crash. What was there before is kept in a folder. Throws `BackupError`, `StoreError`, `ConfigError`, errors of the system.
 */
export async function restoreStore({ config, file, now, actor }: RestoreOptions): Promise<Restored> {
  if (config.databaseUrl !== undefined)
    throw new BackupError('usage', 'UWLR_DATABASE_URL is set: a backup is restored into a data directory');
  const lock = lockData({ dataDirectory: config.data }, 'restore');
  try {
    await finishRestore(config);
    refuseWhileOpen(config);
    const stage = stageOf(config);
    rmSync(stage, { recursive: true, force: true });
    mkdirSync(stage, { mode: 0o700 });
    try {
      const manifest = await readBackup(file, stage);
      checkCopy(path.join(stage, DATABASE));
      const { secret, fromBackup } = secretFor(config, stage, manifest);
      if (!fromBackup) rmSync(path.join(stage, SECRET), { force: true });
      await saveMarks(config, now);
      const done = await bringUp({ config, stage, secret, now, actor });
      refuseWhileOpen(config);
      markReady(config, `replaced-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`);
      const replaced = await finishRestore(config);
      return { moment: manifest.moment, ...done, ...supplied({ replaced }), secretRestored: fromBackup };
    } catch (error) {
      // What is ready stays: it is carried on.
      if (!isBeingRestored(config.data)) rmSync(stage, { recursive: true, force: true });
      throw error;
    }
  } finally {
    lock.release();
  }
}

/** What the present store knows and its file of marks lacks: the file was lost. A store that cannot be opened has nothing to say. */
async function saveMarks(config: Config, now: Date): Promise<void> {
  try {
    if (!existsSync(path.join(config.data, DATABASE)) || !isOfThisVersion(config.data)) return;
    const store = await openStore({ dataDirectory: config.data, erasureMarks: config.erasureMarks, shortLived: true });
    try {
      const keyring = await keyringOf(config, store);
      if (keyring !== undefined) await store.rights.addMarks((await compareMarks(store, keyring, now)).unmarked);
    } finally {
      await store.close();
    }
  } catch {
    // Said above: it is what a restore is for.
  }
}

/** A command may run beside a gateway, and not beside a restore. */
function refuseWhileOpen({ data }: Config): void {
  if (isOpenElsewhere(data))
    throw new StoreError('in-use', `another command has the store in ${data} open: wait until it ends, and restore again`);
}

interface ChosenSecret {
  readonly secret: string;
  readonly fromBackup: boolean;
}

/** The secret that the backup was made under: that of the settings or the data directory when it is the one, else that of the backup. */
function secretFor(config: Config, stage: string, { secretFingerprint }: Manifest): ChosenSecret {
  const fits = (text: string) =>
    isStrongSecret(text) && (secretFingerprint === undefined || Keyring.fromSecret(text).fingerprint === secretFingerprint);
  if (!hasOwnFile(config)) {
    const secret = loadSecret(config);
    if (fits(secret)) return { secret, fromBackup: false };
    throw new BackupError('failed', 'the backup was made under another secret than the one that the settings give: give that one');
  }
  const [present, brought] = [path.join(config.data, SECRET_FILE), path.join(stage, SECRET)].map(textOf);
  if (present !== undefined && fits(present)) return { secret: present, fromBackup: false };
  if (brought !== undefined && fits(brought)) return { secret: brought, fromBackup: true };
  const why = present === undefined ? 'there is none here' : 'the one here is another';
  throw new BackupError(
    'failed',
    `the backup holds no secret, and ${why}: put the secret that belongs to it in ${path.join(config.data, SECRET_FILE)} (mode 0600)`,
  );
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

interface Staged extends Omit<RestoreOptions, 'file'> {
  readonly stage: string;
  readonly secret: string;
}

/** Opens the staged store, migrates it, carries out the marks, and seals its audit with an entry that says so. */
async function bringUp({ config, stage, secret, now, actor }: Staged): Promise<Pick<Restored, 'marks' | 'lostSeal' | 'seal'>> {
  const erasureMarks = config.erasureMarks ?? path.join(config.data, 'erasure.marks');
  const store = await openStore({ dataDirectory: stage, erasureMarks, actor, shortLived: true });
  try {
    const head = new AuditHeadFile(path.join(stage, AUDIT_HEAD_FILE));
    const keyring = await keyringOf({ data: stage, secret: new Secret(secret) }, store);
    if (keyring === undefined || !(await opensSchools(store, keyring))) {
      throw new BackupError('failed', 'the secret at hand does not open what the backup holds sealed');
    }
    const outside = await new AuditHeadFile(auditHeadFile(config)).read();
    if (outside !== undefined) await head.write(outside);
    const lostSeal = (await hasSealOutside(store)) ? undefined : outside;
    const marks = await carryOutMarks(store, keyring, now);
    await store.appendAudit([
      {
        at: now.toISOString(),
        actor,
        operation: 'backup.restore',
        outcome: 'done',
        ...(lostSeal === undefined ? {} : { subject: lostSeal.hash }),
        counts: {
          ...(lostSeal === undefined ? {} : { lost: lostSeal.number }),
          seal: (await store.lastSeal())?.number ?? 0,
          erased: marks.erased.length,
        },
      },
    ]);
    const seal = await store.sealAudit({ accept: true });
    return { marks, ...supplied({ lostSeal, seal }) };
  } finally {
    await store.close();
  }
}
