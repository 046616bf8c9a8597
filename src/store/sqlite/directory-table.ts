import type { Database, Statement } from 'better-sqlite3';

/** Reads one table of the directory as records: all of it, or what changed after a version of the directory. */
export class DirectoryTable<Row extends object, Item> {
  private readonly whole: Statement<[], Row>;
  private readonly newer: Statement<[number], Row & { readonly changed_id: string }>;

  /** `key`: the column that identifies a row, which is never NULL. `more`: what a row has besides its columns, of the table `t`. */
  constructor(
    db: Database,
    table: string,
    private readonly key: keyof Row & string,
    private readonly itemOf: (row: Row) => Item,
    more = '',
  ) {
    this.whole = db.prepare(`SELECT t.*${more} FROM ${table} t ORDER BY t.rowid`);
    this.newer = db.prepare(`
      SELECT c.id AS changed_id, t.*${more} FROM directory_changes c LEFT JOIN ${table} t ON t.${key} = c.id
      WHERE c.kind = '${table}' AND c.version > ? ORDER BY t.rowid`);
  }

  /** In the order in which they were added. */
  all(): Item[] {
    return this.whole.all().map(this.itemOf);
  }

  /** What changed, by id, in the order in which it was added; undefined for what is gone. */
  changes(since: number): Map<string, Item | undefined> {
    const rows = this.newer.all(since);
    return new Map(rows.map((row) => [row.changed_id, row[this.key] === null ? undefined : this.itemOf(row)]));
  }
}
