import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { showProgress } from './progress.js';
import { ROOT } from './root.js';
import { sqliteFor } from './sqlite-for.js';

const LOCK = path.join(ROOT, 'package-lock.json');
/** npm writes this at the end of an installation. */
const INSTALLED = path.join(ROOT, 'node_modules', '.package-lock.json');
/** Digest of the lock file that was installed: a checkout makes the file newer without changing it. */
const STAMP = path.join(ROOT, 'node_modules', '.installed-lock');
const SQLITE = path.join(ROOT, 'node_modules', 'better-sqlite3', 'package.json');
/** Lines of npm's output that an error message quotes. */
const QUOTED_LINES = 40;

/**
 * Installs the dependencies of the lock file when they are absent or differ from it, and the version of better-sqlite3
 * that runs on this Node. Shows what it does. Throws an error with a text for the user.
 */
export async function install() {
  const say = (text) => process.stderr.write(`${text}\n`);
  const locked = JSON.parse(readFileSync(LOCK, 'utf8')).packages;
  const wanted = sqliteFor(process.versions.node, locked);
  if (!isInstalled() || (installedSqlite() !== wanted.version && wanted.inLock)) {
    const total = Object.keys(locked).length - 1;
    say(`Installing ${total} packages of package-lock.json (npm ci): once, about a minute`);
    await npm(['ci'], (fetched) => `${Math.min(fetched, total)} of at most ${total} packages fetched`);
  }
  if (installedSqlite() !== wanted.version) {
    say(
      `Installing better-sqlite3 ${wanted.version}, the newest that runs on Node ${process.versions.node}: once. ` +
        'It is compiled here when no binary can be downloaded, which takes a few minutes.',
    );
    await npm(['install', '--no-save', `better-sqlite3@${wanted.version}`], () => 'downloading or compiling');
  }
  writeFileSync(STAMP, digest());
}

/**
 * Runs npm and shows progress with the text that `progress` makes of the number of packages fetched. npm's own lines are
 * shown only when it fails: `--loglevel` is named since the level of a parent `npm run --silent` would apply otherwise.
 */
async function npm(parameters, progress) {
  const { npm_execpath: script } = process.env;
  const all = [...parameters, '--no-audit', '--no-fund', '--loglevel=http'];
  const [command, rest] = script?.endsWith('.js') ? [process.execPath, [script, ...all]] : ['npm', all];
  const child = spawn(command, rest, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32' && command === 'npm',
  });
  let fetched = 0;
  const said = [];
  const end = showProgress(() => progress(fetched));
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!line.startsWith('npm http ')) said.push(line);
    else if (line.includes('.tgz')) fetched++;
  });
  const status = await new Promise((resolve) => {
    child.on('error', (error) => {
      said.push(error.message);
      resolve(undefined);
    });
    child.on('close', resolve);
  });
  end();
  if (status !== 0) throw new Error(`${said.slice(-QUOTED_LINES).join('\n')}\n${adviceOn(said)}`);
}

function adviceOn(said) {
  if (said.some((line) => line.includes('EUSAGE'))) {
    return (
      'package-lock.json does not match package.json. Bring it up to date with `npm install --package-lock-only ' +
      '--omit-lockfile-registry-resolved`, from a registry that has the packages of every platform.'
    );
  }
  return (
    'The dependencies could not be installed. Installation needs the npm registry, once: behind a firewall, set a proxy or a mirror ' +
    '(`npm config set registry`). Nothing else in this project needs a network.'
  );
}

function isInstalled() {
  if (!existsSync(INSTALLED)) return false;
  if (statSync(LOCK).mtimeMs <= statSync(INSTALLED).mtimeMs) return true;
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest();
}

function installedSqlite() {
  return existsSync(SQLITE) ? JSON.parse(readFileSync(SQLITE, 'utf8')).version : undefined;
}

function digest() {
  return createHash('sha256').update(readFileSync(LOCK)).digest('hex');
}
