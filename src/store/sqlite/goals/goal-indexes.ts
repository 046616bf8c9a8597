import type { Database } from 'better-sqlite3';
import { TaggerReader } from './tagger-reader.js';

/** What is kept in memory about learning goals, once for everything in this process that uses the store. */
export class GoalIndexes {
  readonly tagger: TaggerReader;

  constructor(db: Database) {
    this.tagger = new TaggerReader(db, { goals: () => ({ resolve: () => undefined }), mappings: () => ({ linksFor: () => [] }) });
  }
}
