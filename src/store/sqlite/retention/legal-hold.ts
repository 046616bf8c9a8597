import type { Database, Statement } from 'better-sqlite3';

/** Tells of which schools nothing may be removed. Asked in the transaction that removes: a hold counts from the moment that it is there. */
export class LegalHold {
  private readonly held: Statement<[string], number>;
  private readonly some: Statement<[], number>;

  constructor(db: Database) {
    this.held = db.prepare<[string], number>('SELECT 1 FROM schools WHERE id = ? AND held_since IS NOT NULL').pluck();
    this.some = db.prepare<[], number>('SELECT 1 FROM schools WHERE held_since IS NOT NULL LIMIT 1').pluck();
  }

  on(school: string): boolean {
    return this.held.get(school) !== undefined;
  }

  /** On any school. */
  onSome(): boolean {
    return this.some.get() !== undefined;
  }
}
