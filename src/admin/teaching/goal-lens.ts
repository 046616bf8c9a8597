import type { GoalIndex, IndexedSet } from '../../goals/goal-index.js';
import { goalsInOrder } from '../../goals/goal-order.js';

/** Through which goals results are looked at. */
export interface LensOptions {
  readonly school: string;
  /** Id of a set: only its goals, and goals of other sets as the goals of this one that they hang under. */
  readonly set?: string;
  /** Subject of sets. */
  readonly subject?: string;
  /** True: as the kerndoelen that they add to. */
  readonly kerndoelen?: boolean;
}

/** Goals that results are linked to, as the goals that somebody asks for. Relations are walked as they are now, and only those that somebody asserts. */
export class GoalLens {
  readonly #shown = new Map<string, readonly string[]>();

  constructor(
    private readonly index: GoalIndex,
    private readonly options: LensOptions,
  ) {}

  /** The goals that a linked one is shown as: itself, or what it hangs under. Many to many; none: it is not asked for. */
  shownAs(goal: string): readonly string[] {
    const known = this.#shown.get(goal);
    if (known !== undefined) return known;
    const shown = [...new Set(this.#rolledUp(goal).filter((uri) => this.#isAskedFor(uri)))];
    this.#shown.set(goal, shown);
    return shown;
  }

  /** See `goalsInOrder`. */
  inOrder(goals: Iterable<string>): readonly string[] {
    return goalsInOrder(this.index, this.options.school, goals);
  }

  #rolledUp(goal: string): readonly string[] {
    const { school, set, kerndoelen = false } = this.options;
    if (kerndoelen) return this.index.kerndoelen(goal, { school }).map(({ uri }) => uri);
    if (set === undefined) return [goal];
    const own = this.#setsOf(goal).some(({ id }) => id === set);
    if (own) return [goal];
    return this.index.above(goal, { school }).flatMap(({ uri, set: seq }) => (this.index.set(seq)?.id === set ? [uri] : []));
  }

  #isAskedFor(goal: string): boolean {
    const { set, subject } = this.options;
    if (set === undefined && subject === undefined) return true;
    const wanted = subject?.toLowerCase();
    return this.#setsOf(goal).some(
      (one) => (set === undefined || one.id === set) && (wanted === undefined || one.subject?.toLowerCase() === wanted),
    );
  }

  #setsOf(goal: string): readonly IndexedSet[] {
    return this.index.setsWith(goal, { school: this.options.school });
  }
}
