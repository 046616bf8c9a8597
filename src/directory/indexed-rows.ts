import { LayeredMap } from './layered-map.js';

/** By name: the keys under which a row is found, each at most once. */
export type Lookups<Row> = Readonly<Record<string, (row: Row) => readonly string[]>>;

type Index<Row> = LayeredMap<string, readonly Row[]>;

/**
 * Rows of one kind, by id and by whatever else they are looked up with; in the order in which they were added, under each key too. Never
 * changes: `with` makes another one, in a time that goes with what changed and not with how much there is. What a row is looked up with
 * stays the same from one version of the row to the next, or the row moves to the end of what is under its new key.
 *
 * ```ts
 * const agreements = IndexedRows.of(rows, { school: ({ school }) => [school] });
 * agreements.by('school', '99AB');
 * ```
 */
export class IndexedRows<Row extends { readonly id: string }, L extends Lookups<Row>> {
  private list: readonly Row[] | undefined;

  private constructor(
    private readonly rows: LayeredMap<string, Row>,
    private readonly lookups: L,
    private readonly indexes: ReadonlyMap<keyof L, Index<Row>>,
  ) {}

  static of<Row extends { readonly id: string }, L extends Lookups<Row>>(rows: readonly Row[], lookups: L): IndexedRows<Row, L> {
    const indexes = Object.entries(lookups).map(([name, keysOf]) => [name, indexOf(rows, keysOf)] as const);
    return new IndexedRows(LayeredMap.of(new Map(rows.map((row) => [row.id, row]))), lookups, new Map(indexes));
  }

  get size(): number {
    return this.rows.size;
  }

  get(id: string): Row | undefined {
    return this.rows.get(id);
  }

  has(id: string): boolean {
    return this.rows.has(id);
  }

  /** All rows under a key. */
  by(lookup: keyof L & string, key: string): readonly Row[] {
    return this.indexes.get(lookup)?.get(key) ?? [];
  }

  /** Every row. For lists that people ask for, never for a message. */
  all(): readonly Row[] {
    this.list ??= [...this.rows.values()];
    return this.list;
  }

  /** With these rows in the place of those with the same id; undefined takes one away. */
  with(changes: ReadonlyMap<string, Row | undefined>): IndexedRows<Row, L> {
    if (changes.size === 0) return this;
    const indexes = [...this.indexes].map(([name, index]) => {
      return [name, index.with(this.bucketsAfter(changes, index, this.lookups[name as string]!))] as const;
    });
    return new IndexedRows(this.rows.with(changes), this.lookups, new Map(indexes));
  }

  /** What is under each key that these changes touch. */
  private bucketsAfter(
    changes: ReadonlyMap<string, Row | undefined>,
    index: Index<Row>,
    keysOf: Lookups<Row>[string],
  ): Map<string, readonly Row[] | undefined> {
    const buckets = new Map<string, Row[]>();
    const bucket = (key: string): Row[] => {
      const known = buckets.get(key);
      if (known !== undefined) return known;
      const copy = [...(index.get(key) ?? [])];
      buckets.set(key, copy);
      return copy;
    };
    for (const [id, after] of changes) {
      const before = this.rows.get(id);
      const left = new Set(before === undefined ? [] : keysOf(before));
      for (const key of after === undefined ? [] : keysOf(after)) {
        const rows = bucket(key);
        if (left.delete(key)) rows[rows.indexOf(before as Row)] = after as Row;
        else rows.push(after as Row);
      }
      for (const key of left) bucket(key).splice(bucket(key).indexOf(before as Row), 1);
    }
    const filled = buckets as Map<string, readonly Row[] | undefined>;
    for (const [key, rows] of buckets) if (rows.length === 0) filled.set(key, undefined);
    return filled;
  }
}

function indexOf<Row>(rows: readonly Row[], keysOf: Lookups<Row>[string]): Index<Row> {
  const buckets = new Map<string, Row[]>();
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [row]);
      else bucket.push(row);
    }
  }
  return LayeredMap.of(buckets);
}
