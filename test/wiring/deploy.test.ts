import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { SETTING_NAMES } from '../../src/config/config.js';
import { commandsIn, unknownIn } from '../support/doc-commands.js';
import { startTestGateway } from '../support/gateway.js';

const FILES = readdirSync('deploy', { recursive: true, encoding: 'utf8' }).filter((file) => /\.\w+$|Dockerfile$/.test(file));
const textOf = (file: string) => readFileSync(path.join('deploy', file), 'utf8');
const DOCKERFILE = textOf('Dockerfile');
const IGNORED = textOf('Dockerfile.dockerignore').split('\n');

test('every setting that a file in deploy/ names is one of the gateway, and every command exists', () => {
  const named = FILES.flatMap((file) => [...textOf(file).matchAll(/\bUWLR_[A-Z_]+\b/g)].map(([name]) => [file, name] as const));
  const known: readonly string[] = Object.values(SETTING_NAMES);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(([, name]) => !known.includes(name))).toEqual([]);
  const commands = FILES.flatMap((file) => [...textOf(file).matchAll(/uwlr\.js (\w+)/g)].map(([, command]) => `\`uwlr ${command}\``));
  expect(commands.length).toBeGreaterThan(2);
  expect(
    commandsIn(commands.join('\n'))
      .map(unknownIn)
      .filter((wrong) => wrong !== undefined),
  ).toEqual([]);
});

test('the image has all that the package has but its documentation, and the build gets it', () => {
  const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: readonly string[] };
  const copied = [...DOCKERFILE.matchAll(/^COPY --from=build \/build\/(\S+) \.\/(\S+)?$/gm)].map(([, from]) => from ?? '');
  expect(files.filter((file) => !['docs', 'deploy'].includes(file) && !copied.includes(file))).toEqual([]);
  const made = ['dist', 'bundle'];
  expect(
    copied.filter(
      (file) => !made.includes(file) && !IGNORED.some((line) => file === line.slice(1) || file.startsWith(`${line.slice(1)}/`)),
    ),
  ).toEqual([]);
  // Whatever is not named stays out: secrets, data and the history lie beside the sources.
  expect(IGNORED.filter((line) => line !== '' && !/^[#!]/.test(line))).toEqual(['*']);
});

test('the image runs as nobody special, and its containers on a file system that they cannot write to', () => {
  expect(DOCKERFILE).toMatch(/^USER 1000:1000$/m);
  expect([...DOCKERFILE.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image).every((image) => /:\d+-/.test(image ?? ''))).toBe(true);
  for (const file of ['compose.yml', 'compose.sqlite.yml'])
    for (const line of ['read_only: true', 'no-new-privileges:true', '- ALL'])
      expect([file, line, textOf(file).includes(line)]).toEqual([file, line, true]);
});

test('the health check of the image says what /readyz says', async () => {
  const check = (port: number) =>
    new Promise<[code: number | null, said: string]>((done) => {
      let said = '';
      const child = spawn(process.execPath, ['deploy/healthcheck.js'], { env: { ...process.env, UWLR_PORT: String(port) } });
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (said += piece));
      child.on('close', (code) => done([code, said.trim()]));
    });
  const running = await startTestGateway();
  const { port } = running.gateway;
  expect(await check(port)).toEqual([0, 'ready']);
  await running.stop();
  expect((await check(port))[0]).toBe(1);
});

test('the nightly backup copies erasure marks where there are any, and does not fail where there are none', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'uwlr-marks-'));
  const [data, backup] = [path.join(directory, 'data'), path.join(directory, 'backup')];
  const script = /^ExecStart=\/usr\/bin\/sh -c '(.*)'$/m.exec(textOf('systemd/uwlr-backup.service'))?.[1] ?? 'false';
  const run = (env: Readonly<Record<string, string>> = {}) =>
    spawnSync('sh', ['-c', script.replaceAll('$$', '$').replaceAll('/backup/uwlr', backup)], {
      env: { ...process.env, UWLR_DATA: data, ...env },
    }).status;
  const copy = path.join(backup, 'erasure.marks');
  try {
    for (const made of [data, backup]) mkdirSync(made);
    expect([run(), readdirSync(backup)]).toEqual([0, []]);
    writeFileSync(path.join(data, 'erasure.marks'), 'one');
    expect([run(), readFileSync(copy, 'utf8')]).toEqual([0, 'one']);
    const elsewhere = path.join(directory, 'marks');
    writeFileSync(elsewhere, 'two');
    expect([run({ UWLR_ERASURE_MARKS: elsewhere }), readFileSync(copy, 'utf8')]).toEqual([0, 'two']);
    // As docs/upgrade-and-restore.md advises.
    expect([run({ UWLR_ERASURE_MARKS: copy }), readFileSync(copy, 'utf8')]).toEqual([0, 'two']);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!hasSystemd) console.log('systemd units: not verified, as systemd-analyze is not installed');

(hasSystemd ? test : test.skip)('systemd takes the units without a complaint, and finds the gateway well shut in', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'uwlr-units-'));
  try {
    const units = FILES.filter((file) => file.startsWith('systemd'));
    // What they start is not installed here.
    for (const file of units)
      writeFileSync(path.join(directory, path.basename(file)), textOf(file).replaceAll('/usr/bin/node', process.execPath));
    for (const unit of ['uwlr.service', 'uwlr-backup.timer']) {
      const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', `./${unit}`], { cwd: directory, encoding: 'utf8' });
      expect([unit, status, stdout, stderr]).toEqual([unit, 0, '', '']);
    }
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', './uwlr.service'], { cwd: directory, encoding: 'utf8' });
    expect(Number(/exposure level for uwlr\.service: ([\d.]+)/.exec(stdout)?.[1])).toBeLessThan(2);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
