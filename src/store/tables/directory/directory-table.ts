import { type Query, query } from '../../sql/query.js';
import { rows } from '../../sql/script.js';

/** Versions of the directory, without the first and with the last. */
export interface Stretch {
  readonly since: number;
  readonly upTo: number;
}

type Changed<Row> = Row & { readonly changed_id: string; readonly position: number };

/** Reads one table of the directory as records: all of it, or what changed in a stretch of versions of the directory. Made once. */
export class DirectoryTable<Row extends object, Item> {
  private readonly whole: Query<Row>;
  /** What changed last in the versions of a stretch. A row that is gone has nothing but its id. */
  readonly newer: Query<Changed<Row>, Stretch>;

  /** `key`: the column that identifies a row, which is never NULL. `more`: what a row has besides its columns, of the table `t`. */
  constructor(
    table: string,
    private readonly key: keyof Row & string,
    private readonly itemOf: (row: Row) => Item,
    more = '',
  ) {
    this.whole = query(({ place }) => `SELECT t.*${more} FROM ${table} t ORDER BY ${place('t')}`);
    this.newer = query(
      ({ place }) => `
        SELECT c.id AS changed_id, ${place('t')} AS position, t.*${more}
        FROM directory_changes c LEFT JOIN ${table} t ON t.${key} = c.id
        WHERE c.kind = '${table}' AND c.version > @since AND c.version <= @upTo ORDER BY ${place('t')}`,
    );
  }

  /** A step: all rows, in the order in which they were added. */
  all() {
    return rows(this.whole, undefined);
  }

  /** A step: what changed in these versions, in the order in which it was added. */
  changes(stretch: Stretch) {
    return rows(this.newer, stretch);
  }

  items(all: readonly Row[]): Item[] {
    return all.map(this.itemOf);
  }

  /** Changes as they are now, by id; undefined for what is gone. `order` follows, from one stretch to the next, what is not `known` yet. */
  changed(changes: readonly Changed<Row>[], known: { has(id: string): boolean }, order: RowOrder): Map<string, Item | undefined> {
    const items = new Map<string, Item | undefined>();
    for (const row of changes) {
      const { changed_id: id, position } = row;
      const isGone = row[this.key] === null;
      items.set(id, isGone ? undefined : this.itemOf(row));
      if (!isGone && !known.has(id)) order.next(this, position);
    }
    return items;
  }
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
