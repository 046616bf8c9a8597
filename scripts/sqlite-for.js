import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './root.js';

/**
 * The version of better-sqlite3 that runs on a Node, and whether the lock file has it. Version 13 needs Node 22; version 12
 * has to be downloaded or compiled for one Node. package.json names both (`^12.11.1 || ^13.2.0`), so that npm picks by Node
 * in other projects. A lock file holds one version: that of Node 22 and later. Node 20 gets the lowest of the other.
 */
export function sqliteFor(node, locked) {
  if (Number.parseInt(node, 10) >= 22) return { version: locked['node_modules/better-sqlite3'].version, inLock: true };
  const { dependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const [older] = dependencies['better-sqlite3'].split('||');
  return { version: older.trim().replace('^', ''), inLock: false };
}
