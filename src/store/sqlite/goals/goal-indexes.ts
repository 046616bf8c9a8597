import type { Database } from 'better-sqlite3';
import type { GoalIndex } from '../../../goals/goal-index.js';
import type { MappingIndex } from '../../../goals/mapping/mapping-index.js';
import { ProfileIndex } from '../../../goals/profile-index.js';
import { NO_TURNS, type TurnNumber } from '../connection/turns.js';
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

  constructor(db: Database, turns: TurnNumber = NO_TURNS) {
    let index: GoalIndex | undefined;
    const readSets = () => {
      index = readGoalIndex(db, index);
      return index;
    };
    this.sets = new Kept(db, 'sets', readSets, turns);
    this.profiles = new Kept(db, 'profiles', () => new ProfileIndex(storedProfiles(db)), turns);
    this.mappings = new Kept(db, 'mappings', () => readMappingIndex(db), turns);
    this.tagger = new TaggerReader(db, { goals: () => this.sets.current(), mappings: () => this.mappings.current() }, turns);
  }
}
