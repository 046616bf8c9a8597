import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GoalIndex, type IndexedSet } from '../../src/goals/goal-index.js';
import type { ReadGoalSet } from '../../src/goals/goal-set.js';
import { readGoalSet } from '../../src/goals/import/read-goal-set.js';
import type { GivenHead } from '../../src/goals/import/set-head.js';

export const EXAMPLE_SET = fileURLToPath(new URL('../../fixtures/goals/voorbeeld-rekenen-meten.json', import.meta.url));

// biome-ignore lint/suspicious/noExplicitAny: a document that tests break in many ways.
export type Document = any;

export function exampleDocument(): Document {
  return JSON.parse(readFileSync(EXAMPLE_SET, 'utf8'));
}

export function read(document: unknown, given: GivenHead = {}): ReadGoalSet {
  return readGoalSet([{ name: 'doelen.json', bytes: Buffer.from(JSON.stringify(document)) }], given);
}

/** An index of these sets, imported in this order. */
export function indexOf(reads: readonly (ReadGoalSet & { readonly school?: string })[], chosen: Record<string, number[]> = {}): GoalIndex {
  const seqOf = (index: number): number => index + 1;
  return new GoalIndex({
    sets: reads.map(
      ({ set, school }, index): IndexedSet => ({
        ...set,
        seq: seqOf(index),
        importedAt: '2026-11-30T09:00:00.000Z',
        ...(school === undefined ? {} : { school }),
      }),
    ),
    goals: reads.flatMap(({ goals }, index) => goals.map((goal) => ({ ...goal, set: seqOf(index) }))),
    relations: reads.flatMap(({ relations }, index) => relations.map((relation) => ({ ...relation, set: seqOf(index) }))),
    chosen: new Map(Object.entries(chosen)),
  });
}

/** A set of invented goals: `goals` by id, with what each hangs under. */
export function small(
  key: string,
  goals: Readonly<Record<string, { readonly code?: string; readonly replaces?: readonly string[] }>>,
  relations: readonly (readonly [string, string, string])[] = [],
  version = '1',
): ReadGoalSet {
  return read({
    set: { key, version, title: key, namespace: `https://doelen.voorbeeld/${key}/` },
    items: Object.entries(goals).map(([id, more]) => ({ id, type: 'doel', title: `Doel ${id}`, ...more })),
    relations: relations.map(([from, type, to]) => ({ from, to, type, provenance: 'voorbeeld' })),
  });
}
