import type { Database } from 'better-sqlite3';
import { type GoalMappings, type GoalResolver, Tagger } from '../../../goals/tagger.js';
import { goalVersion } from './goal-versions.js';

/** Where the indexes come from that a tagger puts together. */
export interface TaggerParts {
  readonly goals: () => GoalResolver;
  readonly mappings: () => GoalMappings;
}

/** Keeps a tagger until sets or mappings change, also by another process. */
export class TaggerReader {
  private tagger: Tagger | undefined;

  constructor(
    private readonly db: Database,
    private readonly parts: TaggerParts,
  ) {}

  current(): Tagger {
    const [sets, mappings] = [goalVersion(this.db, 'sets'), goalVersion(this.db, 'mappings')];
    const known = this.tagger?.taggedWith;
    if (this.tagger !== undefined && known?.sets === sets && known.mappings === mappings) return this.tagger;
    // The indexes may be newer than these versions say: then they are asked once more than they had to be.
    this.tagger = new Tagger(this.parts.goals(), this.parts.mappings(), { sets, mappings });
    return this.tagger;
  }
}
