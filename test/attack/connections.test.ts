import { expect, test } from '@jest/globals';
import { besiege, tell } from './support/siege.js';

const MOST_MEMORY_MB = 300;

test.each([
  ['asking for the WSDL without end, and reading nothing', ['3']],
  ['asking for the figures without end, and reading nothing', ['3', '/metrics']],
])('a vendor is served while strangers are %s', async (what, args) => {
  const outcome = await besiege({ script: 'unread-pipeline.js', args });
  tell(what, outcome);
  expect(outcome.vendor.faults).toEqual([]);
  expect(outcome.alive).toBe(true);
  expect(outcome.memoryMb).not.toBeGreaterThan(MOST_MEMORY_MB);
});

test.each([
  ['silent', 'that say nothing'],
  ['head', 'with half a head'],
  ['body', 'with half a message'],
])('a vendor is served while strangers hold more connections than there are, %s', async (kind, what) => {
  const outcome = await besiege({ script: 'idle-connections.js', args: ['400', kind, 'again'], settings: ['--max-connections', '128'] });
  tell(`400 connections ${what}, for 128 places`, outcome);
  expect(outcome.vendor.faults).toEqual([]);
  expect(outcome.alive).toBe(true);
  expect(outcome.memoryMb).not.toBeGreaterThan(MOST_MEMORY_MB);
});
