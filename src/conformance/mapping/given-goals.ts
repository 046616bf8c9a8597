import { GoalIndex } from '../../goals/goal-index.js';
import type { ReadGoalSet } from '../../goals/goal-set.js';
import { uriKey } from '../../goals/goal-uri.js';

/** The goal sets that were given with a mapping, as if they were all that is loaded. */
export class GivenGoals {
  readonly index: GoalIndex;
  readonly count: number;
  /** Per set, by the key of its URI: how many goals have a code. */
  readonly #codes = new Map<string, Map<string, number>>();

  constructor(sets: readonly ReadGoalSet[]) {
    this.count = sets.length;
    this.index = new GoalIndex({
      sets: sets.map(({ set }, seq) => ({ ...set, seq, importedAt: '1970-01-01T00:00:00.000Z' })),
      goals: sets.flatMap(({ goals }, seq) => goals.map((goal) => ({ ...goal, set: seq }))),
      relations: sets.flatMap(({ relations }, seq) => relations.map((relation) => ({ ...relation, set: seq }))),
      chosen: new Map(),
    });
    for (const { set, goals } of sets) {
      const codes = this.#codes.get(uriKey(set.uri)) ?? new Map<string, number>();
      this.#codes.set(uriKey(set.uri), codes);
      for (const { code } of goals) if (code !== undefined) codes.set(code, (codes.get(code) ?? 0) + 1);
    }
  }

  /** Whether a code stands for more than one goal of a set. */
  isAmbiguous(code: string, set: string): boolean {
    return (this.#codes.get(uriKey(set))?.get(code.trim()) ?? 0) > 1;
  }
}
