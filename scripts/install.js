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
  process.stderr.write('Installing dependencies (once; takes some minutes)\n');
  let outcome = npm('ci');
  // A lock file that was made with a partial mirror of the registry lacks packages of other platforms, and `npm ci`
  // refuses it for that. `npm install` takes what the file names, at the versions that it names.
  if (outcome.status !== 0 && outcome.stderr.includes('EUSAGE')) outcome = npm('install', '--no-save', '--prefer-offline');
  if (outcome.status !== 0) {
    throw new Error(
      `${outcome.stderr}\nThe dependencies could not be installed. That needs the npm registry, once: behind a firewall, set a proxy or mirror ` +
        '(`npm config set registry`). Nothing else in this project needs a network.',
    );
  }
  writeFileSync(STAMP, digest());
}

function npm(...parameters) {
  const { npm_execpath: script } = process.env;
  const all = [...parameters, '--no-audit', '--no-fund'];
  const [command, rest] = script?.endsWith('.js') ? [process.execPath, [script, ...all]] : ['npm', all];
  const { status, stderr, error } = spawnSync(command, rest, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32' && command === 'npm',
  });
  return { status, stderr: error === undefined ? stderr : error.message };
}

function isNeeded() {
  if (!existsSync(INSTALLED)) return true;
  if (statSync(LOCK).mtimeMs <= statSync(INSTALLED).mtimeMs) return false;
  return !existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== digest();
}

function digest() {
  return createHash('sha256').update(readFileSync(LOCK)).digest('hex');
}
