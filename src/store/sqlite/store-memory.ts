import type { Database } from 'better-sqlite3';
import { ErasuresAtHand } from '../tables/rights/erasures-at-hand.js';
import { turns } from './connection/turns.js';
import { DirectoryReader } from './directory/directory-reader.js';
import { GoalIndexes } from './goals/goal-indexes.js';

/** What a process keeps of the store in memory, once for everything in it that uses the store. */
export class StoreMemory {
  readonly directories: DirectoryReader;
  readonly goals: GoalIndexes;
  readonly erasures = new ErasuresAtHand();

  constructor(db: Database) {
    this.directories = new DirectoryReader(db, { turns });
    this.goals = new GoalIndexes(db, turns);
  }
}
