import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './root.js';

const LOCK = path.join(ROOT, 'package-lock.json');
/** npm writes this as the last thing of an installation. */
const INSTALLED = path.join(ROOT, 'node_modules', '.package-lock.json');
/** Digest of the lock file that was installed: a checkout makes the file newer without changing it. */
const STAMP = path.join(ROOT, 'node_modules', '.installed-lock');

/** Installs the dependencies when they are absent or not those of the lock file. Throws with a text for the user. */
export function install() {
  if (!isNeeded()) return;
  process.stderr.write('Installing dependencies (once; takes a minute)\n');
  const { npm_execpath: npm } = process.env;
  const options = ['ci', '--no-audit', '--no-fund'];
  const [command, parameters] = npm?.endsWith('.js') ? [process.execPath, [npm, ...options]] : ['npm', options];
  const { status } = spawnSync(command, parameters, {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (status !== 0) {
    throw new Error(
      'npm ci did not succeed. It needs the npm registry once, and a machine without it needs a proxy or mirror: see `npm config set registry`. ' +
        'Nothing else in this project needs a network.',
    );
  }
  writeFileSync(STAMP, digest());
}

function isNeeded() {
  if (!existsSync(INSTALLED)) return true;
  if (statSync(LOCK).mtimeMs <= statSync(INSTALLED).mtimeMs) return false;
  return !existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== digest();
}

function digest() {
  return createHash('sha256').update(readFileSync(LOCK)).digest('hex');
}
