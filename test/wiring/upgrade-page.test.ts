import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { namedFiles } from '../cli/support/console-examples.js';
import { commandsIn, unknownIn } from '../support/doc-commands.js';
import { docPage } from '../support/doc-page.js';

const PAGE = docPage('upgrade-and-restore');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
if (!hasSystemd) console.log('systemd unit: not verified, as systemd-analyze is not installed');

test('every command in docs/upgrade-and-restore.md exists', () => {
  const commands = commandsIn(PAGE);
  expect(commands).toEqual(expect.arrayContaining(['uwlr restore FILE']));
  expect(commands.map(unknownIn).filter((wrong) => wrong !== undefined)).toEqual([]);
});

(hasSystemd ? test : test.skip)('systemd takes the unit in docs/upgrade-and-restore.md without a complaint', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'uwlr-unit-'));
  try {
    const file = path.join(directory, 'uwlr.service');
    // What it starts is not installed here.
    writeFileSync(file, namedFiles(PAGE).get('uwlr.service')!.replace('/usr/bin/node', process.execPath));
    expect(execFileSync('systemd-analyze', ['verify', file], { encoding: 'utf8', stdio: 'pipe' })).toBe('');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
