import { describe, expect, test } from '@jest/globals';
import { Places } from '../../src/delivery/targets/places.js';

/** Takes as many places of a target as there are, each for a school of its own. */
function takeAll(places: Places, target: string): ((answered: boolean | undefined) => void)[] {
  const taken: ((answered: boolean | undefined) => void)[] = [];
  while (places.hasRoom(target)) taken.push(places.take(target, `school ${places.busy(target).length}`));
  return taken;
}

/** Lets a target answer until it has all the places that one can have. */
function known(places: Places, target: string): void {
  for (let answers = 0; answers < 10; answers++) places.take(target, 'school')(true);
}

describe('places of targets', () => {
  test('are one until it answers, then more, up to those of one target', () => {
    const places = new Places({ concurrency: 8, perTarget: 4 });
    const counts: number[] = [];
    for (let round = 0; round < 5; round++) {
      const taken = takeAll(places, 'een');
      counts.push(taken.length);
      taken[0]?.(true);
      for (const giveBack of taken.slice(1)) giveBack(undefined);
    }
    expect(counts).toEqual([1, 2, 3, 4, 4]);
  });

  test('are no more together than all that there are, and one for each that has none: two that hang keep no third waiting', () => {
    const places = new Places({ concurrency: 8, perTarget: 4 });
    const targets = Array.from({ length: 12 }, (_, index) => `doel ${index}`);
    for (const target of targets) known(places, target);
    const counts = targets.map((target) => takeAll(places, target).length);
    expect(counts).toEqual([4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
  });

  test('are one, beside those of others, once it fails: however many fail, those that answer go on', () => {
    const places = new Places({ concurrency: 8, perTarget: 4 });
    const failing = Array.from({ length: 20 }, (_, index) => `weg ${index}`);
    for (const target of failing) places.take(target, 'school')(false);
    known(places, 'een');
    known(places, 'twee');
    expect(failing.reduce((sum, target) => sum + takeAll(places, target).length, 0)).toBe(8);
    expect(takeAll(places, 'een').length + takeAll(places, 'twee').length).toBe(8);
  });

  test('tell the schools that are in work', () => {
    const places = new Places({ concurrency: 8, perTarget: 4 });
    known(places, 'een');
    const giveBack = places.take('een', '99AB');
    places.take('een', '99XX');
    giveBack(undefined);
    expect(places.busy('een')).toEqual(['99XX']);
    expect(places.busy('twee')).toEqual([]);
  });
});
