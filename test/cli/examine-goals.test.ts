import { expect, test } from '@jest/globals';
import { type ExaminedGoals, examineGoals } from '../../src/admin/doctor/examine-goals.js';

const NOW = new Date('2026-11-30T12:00:00.000Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();

const goals = (sets: number, ...open: readonly (readonly [school: string, askedAt: string])[]) =>
  ({
    sets: { goalSets: async () => Array.from({ length: sets }) },
    links: { openRetags: async () => open.map(([school, askedAt]) => ({ school, askedAt })) },
  }) as unknown as ExaminedGoals;

test.each([
  ['nothing is loaded', goals(0), 'no sets loaded', undefined],
  ['everything is tagged', goals(2), '2 sets loaded, all results tagged with them', undefined],
  [
    'a re-tag was asked for just now',
    goals(1, ['99XX', ago(5)]),
    `1 set loaded; results of 99XX are to be tagged anew since ${ago(5)}: uwlr serve does that, or uwlr goals retag`,
    undefined,
  ],
  [
    'a re-tag waits for long, and nobody may be running it',
    goals(1, ['99XX', ago(5)], ['99XY', ago(90)], ['99XX', ago(80)]),
    `1 set loaded; results of 99XX, 99XY are to be tagged anew since ${ago(90)}: uwlr serve does that, or uwlr goals retag`,
    true,
  ],
])('doctor says of learning goals that %s', async (_, store, detail, warning) => {
  expect(await examineGoals(store, NOW)).toEqual({ check: 'learning goals', ok: true, detail, ...(warning ? { warning } : {}) });
});
