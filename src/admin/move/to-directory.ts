import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../config/config.js';
import { AUDIT_HEAD_FILE } from '../../secret/audit-head-file.js';
import { hasOwnFile } from '../../secret/keyring-of.js';
import { SECRET_FILE } from '../../secret/secret-file.js';
import { MARK_FILE } from '../../store/files/mark-file.js';
import { isBeingRestored } from '../../store/files/restore-marker.js';
import { isMovedAway, type MoveTarget, withSqliteTarget } from '../../store/moves.js';
import { StoreError } from '../../store/store-error.js';
import { DATABASE } from '../backup/manifest.js';
import { finishRestore, markReady, stageOf } from '../restore/finish-restore.js';

/** Makes a store beside the place where it is to be, and puts it there. `replaced`: folder with the one that was there. */
export type Fill = <T>(copy: (target: MoveTarget) => Promise<T>, now: Date) => Promise<{ readonly done: T; readonly replaced?: string }>;

/**
 * Gives `work` what puts a new store into a data directory, in steps that are carried on after a crash, as those of a restore are. One that
 * moved away from there is set aside. Throws `StoreError`: `conflict` when there is a store that did not.
 */
export async function toDirectory<T>(
  directory: string,
  { whenInterrupted }: { readonly whenInterrupted: (clean: () => void) => () => void },
  work: (fill: Fill) => Promise<T>,
): Promise<T> {
  const place = { data: directory };
  await finishRestore(place);
  if (existsSync(path.join(directory, DATABASE)) && !(await isMovedAway(directory)))
    throw new StoreError('conflict', `${directory} holds a store already: move to another directory`);
  const stage = stageOf(place);
  // What is ready stays: it is carried on.
  const clean = () => {
    if (!isBeingRestored(directory)) rmSync(stage, { recursive: true, force: true });
  };
  const forget = whenInterrupted(clean);
  try {
    return await work(async (copy, now) => {
      mkdirSync(stage, { mode: 0o700 });
      const done = await withSqliteTarget(stage, copy);
      markReady(place, `replaced-${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`);
      const replaced = await finishRestore(place);
      return replaced === undefined ? { done } : { done, replaced };
    });
  } finally {
    forget();
    clean();
  }
}

/**
 * Files in the data directory of these settings that a store in another directory needs and has not: they are not in the database. Throws
 * `StoreError('secret')` when another secret is there.
 */
export function filesBeside(config: Config, directory: string): readonly string[] {
  if (path.resolve(config.data) === directory) return [];
  const wanted = [
    ...(hasOwnFile(config) ? [SECRET_FILE] : []),
    ...(config.auditHead === undefined ? [AUDIT_HEAD_FILE] : []),
    ...(config.erasureMarks === undefined ? [MARK_FILE] : []),
  ];
  const here = (name: string) => path.join(config.data, name);
  const there = (name: string) => path.join(directory, name);
  if (
    wanted.includes(SECRET_FILE) &&
    existsSync(here(SECRET_FILE)) &&
    existsSync(there(SECRET_FILE)) &&
    differ(here(SECRET_FILE), there(SECRET_FILE))
  )
    throw new StoreError('secret', `the secret in ${directory} is another one than that of the store: put the right one there first`);
  return wanted.filter((name) => existsSync(here(name)) && !existsSync(there(name))).map(here);
}

function differ(one: string, other: string): boolean {
  return readFileSync(one, 'utf8').trim() !== readFileSync(other, 'utf8').trim();
}
