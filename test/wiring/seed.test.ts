import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import fc, { assert, sample } from 'fast-check';
import { SEED } from '../support/seed.js';

const TESTS = fileURLToPath(new URL('../', import.meta.url));

test('a property tries the same values in each run', () => {
  const tried = [fc.sample(fc.nat(), 5), sample(fc.nat(), 5)];
  expect(tried).toEqual(Array(2).fill(fc.sample(fc.nat(), { numRuns: 5, seed: SEED })));
});

test('a property that fails says from which seed', () => {
  for (const one of [assert, fc.assert]) expect(() => one(fc.property(fc.nat(), () => false))).toThrow(new RegExp(`\\bseed: ${SEED}\\b`));
});

test('no test does something else in each run', () => {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const chance = ['Math', 'random'].join('.');
  expect(files.length).toBeGreaterThan(400);
  expect(files.filter((file) => readFileSync(`${TESTS}${file}`, 'utf8').includes(chance))).toEqual([]);
});
