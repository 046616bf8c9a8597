import { expect, test } from '@jest/globals';
import { Turns } from '../../src/exchange/turns.js';

/** In which round of the event loop each of them got its turn. */
async function roundsOf(turns: Turns, takers: number): Promise<number[]> {
  let round = 0;
  let counting = true;
  const count = () => {
    round += 1;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const rounds = await Promise.all(Array.from({ length: takers }, () => turns.take().then(() => round)));
  counting = false;
  return rounds;
}

test('everybody gets a turn, in the order of asking, and no two in one round of the event loop', async () => {
  const rounds = await roundsOf(new Turns(), 5);
  expect(new Set(rounds).size).toBe(5);
  expect(rounds).toEqual([...rounds].sort((one, other) => one - other));
});

test('who asks when all have had theirs gets one too', async () => {
  const turns = new Turns();
  await roundsOf(turns, 2);
  expect(await roundsOf(turns, 2)).toHaveLength(2);
});
