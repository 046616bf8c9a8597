import type { Database } from 'better-sqlite3';
import { type GoalMappings, type GoalResolver, Tagger } from '../../../../goals/tagger.js';
import { taggedWithNow } from '../../../tables/goals/goal-versions.js';
import { ScriptRunner } from '../../connection/script-runner.js';
import { NO_TURNS, type TurnNumber } from '../../connection/turns.js';

/** Where the indexes come from that a tagger puts together. */
export interface TaggerParts {
  readonly goals: () => GoalResolver;
  readonly mappings: () => GoalMappings;
}

/** Keeps a tagger until sets or mappings change, also by another process. Whether they did is looked at once in each of the `turns`. */
export class TaggerReader {
  private readonly scripts: ScriptRunner;
  private tagger: Tagger | undefined;
  private lookedAt: number | undefined;

  constructor(
    db: Database,
    private readonly parts: TaggerParts,
    private readonly turns: TurnNumber = NO_TURNS,
  ) {
    this.scripts = new ScriptRunner(db);
  }

  current(): Tagger {
    const turn = this.turns.now;
    if (this.tagger === undefined || turn !== this.lookedAt) this.tagger = this.newest();
    this.lookedAt = turn;
    return this.tagger;
  }

  private newest(): Tagger {
    const now = this.scripts.run(taggedWithNow());
    const known = this.tagger?.taggedWith;
    if (this.tagger !== undefined && known?.sets === now.sets && known.mappings === now.mappings) return this.tagger;
    // The indexes may be newer than these versions say: then they are asked once more than they had to be.
    return new Tagger(this.parts.goals(), this.parts.mappings(), now);
  }
}
