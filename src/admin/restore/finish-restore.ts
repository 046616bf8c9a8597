import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../config/config.js';
import { AUDIT_HEAD_FILE, auditHeadFile } from '../../secret/audit-head-file.js';
import { moveDurably, placeDurably, replaceDurably } from '../../store/files/durable-file.js';
import { giveToOwnerOfDirectory } from '../../store/files/file-owner.js';
import { isBeingRestored, RESTORE_READY, RESTORING } from '../../store/files/restore-marker.js';
import { syncDirectory } from '../../store/files/sync-directory.js';
import { DATABASE, SECRET, SETTINGS } from '../backup/manifest.js';

type Places = Pick<Config, 'data' | 'auditHead'>;

export function stageOf({ data }: Pick<Config, 'data'>): string {
  return path.join(data, RESTORING);
}

/** Says that all that a restore puts in place is staged, whole and on disk. `replaced`: name of the folder for what was there before. */
export function markReady(config: Places, replaced: string): void {
  syncDirectory(stageOf(config));
  placeDurably(path.join(stageOf(config), RESTORE_READY), replaced);
}

/**
 * Puts what a restore staged in place; each step may have been done before a crash. Gives the folder with what was there before; undefined
 * when nothing was. What a restore that did not come so far left behind is removed. To be called by who has the data directory to itself.
 */
export async function finishRestore(config: Places): Promise<string | undefined> {
  const stage = stageOf(config);
  const ready = path.join(stage, RESTORE_READY);
  if (!isBeingRestored(config.data)) {
    // Of a restore that ended before it came so far: a copy of all pupils, which nothing would remove.
    rmSync(stage, { recursive: true, force: true });
    return undefined;
  }
  const replaced = path.join(config.data, readFileSync(ready, 'utf8'));
  const here = (name: string) => path.join(config.data, name);
  const staged = (name: string) => path.join(stage, name);
  const setAside = (name: string) => {
    if (!existsSync(here(name))) return;
    mkdirSync(replaced, { recursive: true, mode: 0o700 });
    giveToOwnerOfDirectory(replaced);
    renameSync(here(name), path.join(replaced, name));
  };
  const putInPlace = (name: string) => {
    moveDurably(staged(name), here(name));
    giveToOwnerOfDirectory(here(name));
  };
  if (existsSync(staged(DATABASE))) {
    // With its log: without it, it would lack what was stored last.
    for (const suffix of ['', '-wal', '-shm']) setAside(`${DATABASE}${suffix}`);
    putInPlace(DATABASE);
  }
  if (existsSync(staged(SECRET))) {
    setAside(SECRET);
    putInPlace(SECRET);
  }
  if (existsSync(staged(SETTINGS)) && !existsSync(here(SETTINGS))) putInPlace(SETTINGS);
  if (existsSync(staged(AUDIT_HEAD_FILE))) await replaceDurably(auditHeadFile(config), readFileSync(staged(AUDIT_HEAD_FILE), 'utf8'));
  syncDirectory(config.data);
  rmSync(ready);
  rmSync(stage, { recursive: true });
  return existsSync(replaced) ? replaced : undefined;
}
