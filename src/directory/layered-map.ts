/** Up to so many changes lie on top, or an eighth of the map. Each change copies them; each time that there are more, the whole map is copied. */
const MOST_ON_TOP = 500;
const PART_ON_TOP = 1 / 8;
const GONE = Symbol('gone');

/**
 * A map that never changes. One with a few changes is made without a copy of all that stays: changes lie on top of what is below, which
 * the maps share. Order: that in which keys were first added. A key that was removed and comes again is the last one.
 */
export class LayeredMap<K, V extends object> implements ReadonlyMap<K, V> {
  private constructor(
    private readonly below: ReadonlyMap<K, V>,
    private readonly top: ReadonlyMap<K, V | typeof GONE>,
    readonly size: number,
  ) {}

  /** Keeps the map that it is given, which nobody may change from then on. */
  static of<K, V extends object>(map: ReadonlyMap<K, V>): LayeredMap<K, V> {
    return new LayeredMap(map, new Map(), map.size);
  }

  /** With these values in the place of those that it has; undefined takes a key away. */
  with(changes: ReadonlyMap<K, V | undefined>): LayeredMap<K, V> {
    if (changes.size === 0) return this;
    const returns = (key: K): boolean => this.top.get(key) === GONE && changes.get(key) !== undefined;
    const most = Math.max(MOST_ON_TOP, this.below.size * PART_ON_TOP);
    if (this.top.size + changes.size > most || [...changes.keys()].some(returns)) return LayeredMap.of(this.flat(changes));
    const top = new Map(this.top);
    let { size } = this;
    for (const [key, value] of changes) {
      size += Number(value !== undefined) - Number(this.has(key));
      if (value !== undefined) top.set(key, value);
      else if (this.below.has(key)) top.set(key, GONE);
      else top.delete(key);
    }
    return new LayeredMap(this.below, top, size);
  }

  get(key: K): V | undefined {
    const changed = this.top.get(key);
    if (changed === undefined) return this.below.get(key);
    return changed === GONE ? undefined : changed;
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) each(value, key, this);
  }

  *entries(): Generator<[K, V], undefined> {
    for (const [key, value] of this.below) {
      const changed = this.top.size === 0 ? undefined : this.top.get(key);
      if (changed !== GONE) yield [key, changed ?? value];
    }
    for (const [key, value] of this.top) if (value !== GONE && !this.below.has(key)) yield [key, value];
  }

  *keys(): Generator<K, undefined> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): Generator<V, undefined> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): Generator<[K, V], undefined> {
    return this.entries();
  }

  private flat(changes: ReadonlyMap<K, V | undefined>): Map<K, V> {
    const all = new Map(this.below);
    for (const layer of [this.top, changes]) {
      for (const [key, value] of layer) {
        if (value === undefined || value === GONE) all.delete(key);
        else all.set(key, value);
      }
    }
    return all;
  }
}
