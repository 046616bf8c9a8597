import type { Database } from 'better-sqlite3';
import { ProfileIndex } from '../../../goals/profile-index.js';
import { Kept } from './kept.js';
import { storedProfiles } from './profile-rows.js';
import { TaggerReader } from './tagger-reader.js';

/** What is kept in memory about learning goals, once for everything in this process that uses the store. */
export class GoalIndexes {
  readonly profiles: Kept<ProfileIndex>;
  readonly tagger: TaggerReader;

  constructor(db: Database) {
    this.profiles = new Kept(db, 'profiles', () => new ProfileIndex(storedProfiles(db)));
    this.tagger = new TaggerReader(db, { goals: () => ({ resolve: () => undefined }), mappings: () => ({ linksFor: () => [] }) });
  }
}
