import type { Database, Statement } from 'better-sqlite3';
import type { TaggedLink } from '../../../goals/tagged-link.js';
import { ADD_LINK, type NewLink, newLink } from '../../tables/goals/links.js';
import { textForSqlite } from '../sql/sqlite-words.js';

/** Links between activities and goals, for the writer. Synchronous; runs inside the caller's transaction. */
export class LinkTable {
  private readonly insert: Statement<[NewLink]>;

  constructor(db: Database) {
    this.insert = db.prepare<[NewLink]>(textForSqlite(ADD_LINK));
  }

  add(school: string, activity: number, link: TaggedLink, at: number): void {
    this.insert.run(newLink(school, activity, link, at));
  }
}
