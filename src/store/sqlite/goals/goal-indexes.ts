import type { Database } from 'better-sqlite3';
import type { GoalIndex } from '../../../goals/goal-index.js';
import type { MappingIndex } from '../../../goals/mapping/mapping-index.js';
import { ProfileIndex } from '../../../goals/profile-index.js';
import { Kept } from './kept.js';
import { storedProfiles } from './profile-rows.js';
import { readGoalIndex } from './read-goal-index.js';
import { readMappingIndex } from './read-mapping-index.js';
import { TaggerReader } from './retag/tagger-reader.js';

/** What is kept in memory about learning goals, once for everything in this process that uses the store. */
export class GoalIndexes {
  readonly sets: Kept<GoalIndex>;
  readonly profiles: Kept<ProfileIndex>;
  readonly mappings: Kept<MappingIndex>;
  readonly tagger: TaggerReader;

  constructor(db: Database) {
    let index: GoalIndex | undefined;
    this.sets = new Kept(db, 'sets', () => {
      index = readGoalIndex(db, index);
      return index;
    });
    this.profiles = new Kept(db, 'profiles', () => new ProfileIndex(storedProfiles(db)));
    this.mappings = new Kept(db, 'mappings', () => readMappingIndex(db));
    this.tagger = new TaggerReader(db, { goals: () => this.sets.current(), mappings: () => this.mappings.current() });
  }
}
