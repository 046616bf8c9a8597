import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { ReadGoalSet } from '../../src/goals/goal-set.js';
import { readGoalSet } from '../../src/goals/import/read-goal-set.js';
import { SLO_SETS, sloDirectory } from '../support/slo-sets.js';
import { indexOf } from './support.js';

const slo = sloDirectory();
const KERNDOEL_33 = 'https://opendata.slo.nl/curriculum/uuid/d4b16fc2-8c8a-46ae-956c-d5cdfc6ff03d';

(slo === undefined ? describe.skip : describe)('the sets of SLO for rekenen (absent: skipped)', () => {
  const reads: readonly ReadGoalSet[] =
    slo === undefined ? [] : SLO_SETS.map(({ file }) => readGoalSet([{ name: file, bytes: readFileSync(path.join(slo, file)) }]));
  const index = indexOf(reads);
  const goalsOf = (seq: number, type: string) => index.goalsOf(seq).filter((goal) => goal.type === type);

  test('the chain of 2019 is walked from goal to kerndoel: 139 goals add to one, 63 to two, 9 to three and 3 to four', () => {
    const fanOut = new Map<number, number>();
    for (const { uri } of goalsOf(2, 'doel')) {
      const count = index.kerndoelen(uri).length;
      fanOut.set(count, (fanOut.get(count) ?? 0) + 1);
    }
    expect([...fanOut].sort(([one], [other]) => one - other)).toEqual([
      [1, 139],
      [2, 63],
      [3, 9],
      [4, 3],
    ]);
    expect(index.below(KERNDOEL_33).filter(({ type, set }) => type === 'doel' && set === 2)).toHaveLength(42);
  });

  test('153 of the 214 goals of 2019 have a successor, 12 of them two', () => {
    const counts = goalsOf(2, 'doel').map(({ uri }) => index.successors(uri).length);
    expect([counts.length, counts.filter((count) => count > 0).length, counts.filter((count) => count === 2).length]).toEqual([
      214, 153, 12,
    ]);
  });

  test('the kerndoelen of 2006 and 2026 stand side by side without a relation between them', () => {
    const of = (seq: number) => new Set(index.goalsOf(seq).map(({ uri }) => uri));
    const [old, coming] = [of(1), of(4)];
    expect([old.size, coming.size]).toEqual([15, 157]);
    for (const uri of old) {
      expect(index.above(uri).filter((goal) => coming.has(goal.uri))).toEqual([]);
      expect(index.below(uri).filter((goal) => coming.has(goal.uri))).toEqual([]);
      expect(index.successors(uri).filter((goal) => coming.has(goal))).toEqual([]);
    }
    for (const uri of coming) expect(index.relationsFrom(uri).filter(({ target }) => old.has(target))).toEqual([]);
  });

  test('a code that occurs under two UUIDs leads to neither of them', () => {
    const set = index.set(3)!;
    const codes = goalsOf(3, 'doel').map(({ code }) => code!);
    const twice = [...new Set(codes.filter((code, at) => codes.indexOf(code) !== at))];
    expect(twice).toHaveLength(6);
    for (const code of twice) expect(index.resolve(code, { set: set.uri })).toBeUndefined();
    expect(index.resolve('RW.1.067', { set: set.uri })).toMatchObject({
      goal: 'https://opendata.slo.nl/curriculum/uuid/30789c91-5b39-4780-98f3-a1bd6af2d808',
    });
  });

  test('an older UUID leads to the entity that replaced it', () => {
    expect(index.resolve('bk:b6224471-366b-47c1-a35a-e41203ca356d')).toMatchObject({
      via: 'replaced',
      goal: 'https://opendata.slo.nl/curriculum/uuid/96552012-d8f9-44e8-bce2-609d5ac42849',
    });
  });

  test('no relation is there that no file asserts', () => {
    const asserted = new Set(
      reads.flatMap(({ relations, goals }) => [
        ...relations.map(({ source, target }) => `${source} ${target}`),
        ...goals.flatMap(({ uri, replaces = [] }) => replaces.map((old) => `${old} ${uri}`)),
      ]),
    );
    const walked = reads.flatMap(({ goals }) => goals.flatMap(({ uri }) => [...index.relationsFrom(uri), ...index.relationsTo(uri)]));
    expect(walked.filter(({ source, target }) => !asserted.has(`${source} ${target}`))).toEqual([]);
  });
});
