export interface PlaceLimits {
  /** Batches in work at one time; as many again of targets that have no other. */
  readonly concurrency: number;
  /** Of one target. */
  readonly perTarget: number;
}

interface Standing {
  /** How many of a target may be in work: one more with each that is answered, and one again after a failure. */
  most: number;
  inTrouble: boolean;
  readonly schools: Set<string>;
}

/**
 * Who may take another batch. A target that is not known to answer has one place, and one that fails has it apart from the others: however
 * many targets hang until their timeouts, those that answer do not wait for them. Nor for some that are slow: the first place of a target
 * is beside those that others have several of.
 */
export class Places {
  readonly #standing = new Map<string, Standing>();
  /** In work: of targets that answer, and of those that fail. */
  readonly #taken = { well: 0, inTrouble: 0 };

  constructor(private readonly limits: PlaceLimits) {}

  /** Schools of a target that are in work. */
  busy(target: string): readonly string[] {
    return [...(this.#standing.get(target)?.schools ?? [])];
  }

  hasRoom(target: string): boolean {
    const { most, inTrouble, schools } = this.#of(target);
    if (schools.size >= most) return false;
    const { concurrency } = this.limits;
    return inTrouble ? this.#taken.inTrouble < concurrency : this.#taken.well < (schools.size === 0 ? 2 * concurrency : concurrency);
  }

  /** Gives the function that gives the place back; it is told whether the target answered, undefined when that is not known. */
  take(target: string, school: string): (answered: boolean | undefined) => void {
    const standing = this.#of(target);
    const pool = standing.inTrouble ? 'inTrouble' : 'well';
    standing.schools.add(school);
    this.#taken[pool] += 1;
    return (answered) => {
      standing.schools.delete(school);
      this.#taken[pool] -= 1;
      if (answered === undefined) return;
      standing.inTrouble = !answered;
      standing.most = answered ? Math.min(this.limits.perTarget, standing.most + 1) : 1;
    };
  }

  #of(target: string): Standing {
    const known = this.#standing.get(target);
    if (known !== undefined) return known;
    const fresh: Standing = { most: 1, inTrouble: false, schools: new Set() };
    this.#standing.set(target, fresh);
    return fresh;
  }
}
