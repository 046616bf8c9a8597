import type { Database, Statement } from 'better-sqlite3';

/** Versions of the directory, without the first and with the last. */
export interface Stretch {
  readonly since: number;
  readonly upTo: number;
}

type Changed<Row> = Row & { readonly changed_id: string; readonly position: number };

/** Reads one table of the directory as records: all of it, or what changed in a stretch of versions of the directory. */
export class DirectoryTable<Row extends object, Item> {
  private readonly whole: Statement<[], Row>;
  private readonly newer: Statement<[Stretch], Changed<Row>>;

  /** `key`: the column that identifies a row, which is never NULL. `more`: what a row has besides its columns, of the table `t`. */
  constructor(
    db: Database,
    table: string,
    private readonly key: keyof Row & string,
    private readonly itemOf: (row: Row) => Item,
    more = '',
  ) {
    this.whole = db.prepare(`SELECT t.*${more} FROM ${table} t ORDER BY t.rowid`);
    this.newer = db.prepare(newerRows(table, key, more));
  }

  /** In the order in which they were added. */
  all(): Item[] {
    return this.whole.all().map(this.itemOf);
  }

  /**
   * What changed last in these versions, as it is now, by id; undefined for what is gone. In the order in which it was added, which `order`
   * follows from one stretch to the next for what is not known yet.
   */
  changes(stretch: Stretch, known: { has(id: string): boolean }, order: RowOrder): Map<string, Item | undefined> {
    const items = new Map<string, Item | undefined>();
    for (const row of this.newer.all(stretch)) {
      const { changed_id: id, position } = row;
      const isGone = row[this.key] === null;
      items.set(id, isGone ? undefined : this.itemOf(row));
      if (!isGone && !known.has(id)) order.next(this, position);
    }
    return items;
  }
}

export function newerRows(table: string, key: string, more: string): string {
  return `
    SELECT c.id AS changed_id, t.rowid AS position, t.*${more} FROM directory_changes c LEFT JOIN ${table} t ON t.${key} = c.id
    WHERE c.kind = '${table}' AND c.version > @since AND c.version <= @upTo ORDER BY t.rowid`;
}

/** Whether rows that are new come in the order in which they were added, table by table. */
export class RowOrder {
  private readonly last = new Map<object, number>();
  private inOrder = true;

  next(table: object, position: number): void {
    if (position < (this.last.get(table) ?? 0)) this.inOrder = false;
    this.last.set(table, position);
  }

  get isKept(): boolean {
    return this.inOrder;
  }
}
