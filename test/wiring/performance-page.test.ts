import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

test('the tables of docs/performance.md are those of the figures in docs/performance.json', () => {
  const { status, stderr } = spawnSync(process.execPath, ['bench/page.js', '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
