import type { Database, Statement } from 'better-sqlite3';
import { type GoalMappings, type GoalResolver, type TaggedWith, Tagger } from '../../../../goals/tagger.js';

/** Where the indexes come from that a tagger puts together. */
export interface TaggerParts {
  readonly goals: () => GoalResolver;
  readonly mappings: () => GoalMappings;
}

/** Keeps a tagger until sets or mappings change, also by another process. */
export class TaggerReader {
  private readonly versions: Statement<[], TaggedWith>;
  private tagger: Tagger | undefined;

  constructor(
    db: Database,
    private readonly parts: TaggerParts,
  ) {
    this.versions = db.prepare(`
      SELECT s.version AS sets, m.version AS mappings FROM goal_versions s, goal_versions m WHERE s.kind = 'sets' AND m.kind = 'mappings'`);
  }

  current(): Tagger {
    const now = this.versions.get()!;
    const known = this.tagger?.taggedWith;
    if (this.tagger !== undefined && known?.sets === now.sets && known.mappings === now.mappings) return this.tagger;
    // The indexes may be newer than these versions say: then they are asked once more than they had to be.
    this.tagger = new Tagger(this.parts.goals(), this.parts.mappings(), now);
    return this.tagger;
  }
}
