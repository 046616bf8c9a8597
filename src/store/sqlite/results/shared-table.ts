import type { Database, Statement } from 'better-sqlite3';
import {
  type DigestedRow,
  digested,
  FIND_SHARED,
  INSERT_SHARED,
  type KnownShared,
  type SharedRow,
  sameShared,
} from '../../tables/results/shared-texts.js';
import { Kept } from '../connection/writer-memory.js';
import { sqliteDialect } from '../sql/sqlite-words.js';

/** The texts that results have in common, each stored once. Synchronous; runs inside the caller's transaction. */
export class SharedTable {
  private readonly find: Statement<[DigestedRow], KnownShared>;
  private readonly insert: Statement<[DigestedRow], number>;

  /** `memory`: numbers by content, weighed in letters. */
  constructor(
    db: Database,
    private readonly memory = new Kept<number>(0),
  ) {
    const { words } = sqliteDialect();
    this.find = db.prepare(FIND_SHARED.text(words));
    this.insert = db.prepare<[DigestedRow], number>(INSERT_SHARED.text(words)).pluck();
  }

  /** The number of this content, which is stored if it is new. */
  numberOf(row: SharedRow): number {
    const name = `${row.source}\0${row.activity ?? ''}\0${row.assessment}\0${row.document}`;
    const known = this.memory.get(name);
    if (known !== undefined) return known;
    const number = this.keep(row);
    this.memory.set(name, number, name.length);
    return number;
  }

  private keep(row: SharedRow): number {
    const whole = digested(row);
    return sameShared(this.find.all(whole), row)?.seq ?? (this.insert.get(whole) as number);
  }
}
