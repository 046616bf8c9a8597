import type { Database, Statement } from 'better-sqlite3';

/**
 * What the writer knows of its database without looking: what it read or wrote there last. Each table keeps a part of it, for as long as
 * only this writer changes the rows in question. All of it is forgotten when another connection has written, when a transaction or a
 * part of one is taken back, and after an operation that may change such rows.
 *
 * Holds pseudonyms, and no id of a pupil.
 */
export class WriterMemory {
  private readonly parts: Kept<unknown>[] = [];
  private readonly version: Statement<[], number>;
  private seen: number | undefined;

  constructor(db: Database) {
    // SQLite counts the commits of other connections, of this process and others, in a number that only this connection has.
    this.version = db.prepare<[], number>('PRAGMA data_version').pluck();
  }

  /** A part for one table. `most`: weight that it holds at most. */
  part<V>(most: number): Kept<V> {
    const part = new Kept<V>(most);
    this.parts.push(part);
    return part;
  }

  /** Inside a transaction that has the lock: nobody else can write any more until that is over. */
  begin(): void {
    const version = this.version.get()!;
    if (version === this.seen) return;
    this.forget();
    this.seen = version;
  }

  forget(): void {
    for (const part of this.parts) part.clear();
  }
}

interface Weighed<V> {
  value: V;
  readonly weight: number;
}

/** Values by name, up to a total weight. When that is reached it begins anew: what is needed often is back soon. */
export class Kept<V> {
  private readonly entries = new Map<string, Weighed<V>>();
  private total = 0;

  constructor(private readonly most: number) {}

  get(name: string): V | undefined {
    return this.entries.get(name)?.value;
  }

  /** The value of this name; if there is none, the result of `read`, which is then kept. */
  read(name: string, read: () => V): V {
    const kept = this.entries.get(name);
    if (kept !== undefined) return kept.value;
    const value = read();
    this.set(name, value);
    return value;
  }

  /** `weight`: of this value, in the unit of `most`. A value that is too heavy is not kept. */
  set(name: string, value: V, weight = 1): void {
    const before = this.entries.get(name);
    if (before !== undefined && weight === before.weight) {
      before.value = value;
      return;
    }
    if (before !== undefined) {
      this.entries.delete(name);
      this.total -= before.weight;
    }
    if (weight > this.most) return;
    if (this.total + weight > this.most) this.clear();
    this.entries.set(name, { value, weight });
    this.total += weight;
  }

  clear(): void {
    this.entries.clear();
    this.total = 0;
  }
}
