import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SQLITE = path.join('node_modules', 'better-sqlite3', 'package.json');

interface Lock {
  readonly packages: Record<string, { readonly version?: string; readonly resolved?: string; readonly optionalDependencies?: object }>;
}
const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
const locked = packages['node_modules/better-sqlite3']?.version ?? '';

describe('the lock file', () => {
  test('has the packages of every platform, so that `npm ci` takes it anywhere', () => {
    const optional = Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}));
    expect(optional.length).toBeGreaterThan(30);
    const names = new Set(Object.keys(packages).map((key) => key.replace(/^.*node_modules\//, '')));
    expect(optional.filter((name) => !names.has(name))).toEqual([]);
  });

  test('names no address of a machine or a mirror', () => {
    const addresses = Object.values(packages).flatMap(({ resolved }) => resolved ?? []);
    expect(addresses.filter((address) => !address.startsWith('https://registry.npmjs.org/'))).toEqual([]);
  });
});

/** A clone with the real scripts and lock file, and a stand-in for npm that does what `npm.js` says. */
describe('set-up', () => {
  let clone: string;
  beforeEach(() => {
    clone = mkdtempSync(path.join(tmpdir(), 'uwlr-setup-'));
    cpSync(path.join(ROOT, 'scripts'), path.join(clone, 'scripts'), { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(ROOT, file), path.join(clone, file));
  });
  afterEach(() => rmSync(clone, { recursive: true, force: true }));

  test('installs what the lock file names, and says so before it starts', () => {
    npmDoes(`${LOGS_CALL} ${INSTALLS}`);
    const { stderr } = install();
    expect(stderr).toMatch(/^Installing \d{3} packages of package-lock.json \(npm ci\)/);
    expect(calls()[0]).toMatch(/^ci /);
  });

  test('ends with the better-sqlite3 that runs on this Node', () => {
    npmDoes(`${LOGS_CALL} ${INSTALLS}`);
    install();
    const major = Number.parseInt(process.versions.node, 10);
    const { version } = JSON.parse(readFileSync(path.join(clone, SQLITE), 'utf8')) as { version: string };
    expect(Number.parseInt(version, 10)).toBe(major < 22 ? 12 : 13);
  });

  test('does nothing a second time', () => {
    npmDoes(`${LOGS_CALL} ${INSTALLS}`);
    install();
    const before = calls();
    expect(install()).toMatchObject({ status: 0, stderr: '' });
    expect(calls()).toEqual(before);
  });

  test('installs again when the lock file has changed, but not when it is only newer', () => {
    npmDoes(`${LOGS_CALL} ${INSTALLS}`);
    install();
    const before = calls().length;
    const lock = path.join(clone, 'package-lock.json');
    const later = new Date(Date.now() + 60_000);
    utimesSync(lock, later, later);
    install();
    expect(calls()).toHaveLength(before);
    writeFileSync(lock, `${readFileSync(lock, 'utf8')}\n`);
    utimesSync(lock, later, later);
    install();
    expect(calls().length).toBeGreaterThan(before);
  });

  test('stops at a lock file that npm refuses, also under `npm run --silent`, and does not install something else', () => {
    // npm says nothing at all under the level of its parent, unless the call itself names one.
    npmDoes(
      `${LOGS_CALL} if (process.argv.some((one) => one.startsWith('--loglevel='))) console.error('npm error code EUSAGE'); process.exit(1);`,
    );
    const { status, stderr } = install({ npm_config_loglevel: 'silent' });
    expect(status).toBe(3);
    expect(stderr).toContain('npm error code EUSAGE\npackage-lock.json does not match package.json.');
    expect(calls()).toHaveLength(1);
  });

  test('tells what npm said, and what is needed, when the registry is out of reach', () => {
    npmDoes(`console.error('npm http fetch GET 200 a.tgz'); console.error('npm error network ECONNREFUSED'); process.exit(1);`);
    const { status, stderr } = install();
    expect(status).toBe(3);
    expect(stderr).toContain(
      'npm error network ECONNREFUSED\nThe dependencies could not be installed. Installation needs the npm registry',
    );
    expect(stderr).not.toContain('npm http');
  });

  const LOGS_CALL = `require('node:fs').appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');`;
  /** Leaves behind what npm would: the version that the call names, else that of the lock file. */
  const INSTALLS = `
    const fs = require('node:fs');
    fs.mkdirSync('node_modules/better-sqlite3', { recursive: true });
    const version = /better-sqlite3@(\\S+)/.exec(process.argv.join(' '))?.[1] ?? ${JSON.stringify(locked)};
    fs.writeFileSync(${JSON.stringify(SQLITE)}, JSON.stringify({ version }));
    fs.writeFileSync('node_modules/.package-lock.json', '{}');`;

  function npmDoes(script: string): void {
    mkdirSync(path.join(clone, 'npm'), { recursive: true });
    writeFileSync(path.join(clone, 'npm', 'package.json'), '{"type":"commonjs"}');
    writeFileSync(path.join(clone, 'npm', 'npm.js'), script);
  }

  function install(env: Record<string, string> = {}) {
    const script = `import { install } from './scripts/install.js';
      try { await install(); } catch (error) { process.stderr.write(error.message); process.exitCode = 3; }`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: clone,
      encoding: 'utf8',
      env: { ...process.env, npm_execpath: path.join(clone, 'npm', 'npm.js'), ...env },
    });
  }

  function calls(): string[] {
    return readFileSync(path.join(clone, 'calls'), 'utf8').trim().split('\n');
  }
});
