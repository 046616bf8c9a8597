import { expect, test } from '@jest/globals';
import type { RosterSummary } from '../../../src/exchange/roster/roster-summary.js';
import { shrinkOf } from '../../../src/exchange/roster/shrink.js';

function shrink(before: number, left: number, added: number, limit = 0.2) {
  const none = { before: 0, after: 0, added: 0, changed: 0, left: 0 };
  const learners = { before, left, added, changed: 0, after: before + added - left };
  const summary: RosterSummary = { learners, groups: none, teachers: none, memberships: { joined: 0, parted: 0 }, unchanged: false };
  return shrinkOf(summary, limit);
}

test('up to the limit passes, more does not', () => {
  expect(shrink(10, 2, 0)).toEqual({ before: 10, left: 2, share: 0.2, tooMuch: false });
  expect(shrink(10, 3, 0)).toEqual({ before: 10, left: 3, share: 0.3, tooMuch: true });
});

test('those who come do not make up for those who leave', () => {
  expect(shrink(10, 9, 9).tooMuch).toBe(true);
});

test('the first roster always passes', () => {
  expect(shrink(0, 0, 300, 0)).toEqual({ before: 0, left: 0, share: 0, tooMuch: false });
  expect(shrink(0, 0, 0, 0).tooMuch).toBe(false);
});

test('an empty roster never passes where there were learners', () => {
  expect(shrink(1, 1, 0, 1).tooMuch).toBe(true);
});
