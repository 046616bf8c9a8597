import type { Database } from 'better-sqlite3';

const MEBIBYTE = 1024 * 1024;
/** Pages that are given back in one go: each is moved from the end of the file. */
const PAGES_AT_ONCE = 256;
/** `auto_vacuum`: free pages can be given back, some at a time. */
const INCREMENTAL = 2;
/** A file is written anew when so much of it is free, and what is left fits in memory, where SQLite puts the copy meanwhile. */
const WORTH = { share: 0.25, bytes: 8 * MEBIBYTE };
const MOST_COPIED = 256 * MEBIBYTE;

export interface Space {
  /** Free bytes that can be given back step by step. */
  readonly spare: number;
  /** True: only writing the file anew gives anything back, and that is worth it and can be done. */
  readonly rewrite: boolean;
}

export type SpaceWork = 'measure' | 'give-back' | 'rewrite';

/** For a file that has nothing in it yet: afterwards only writing it anew makes it so. */
export function makeShrinkable(db: Database): void {
  if (db.pragma('page_count', { simple: true }) === 0) db.pragma('auto_vacuum = INCREMENTAL');
}

/** What is free in the file, after some of it was given back, or the file written anew. Not inside a transaction. */
export function workOnSpace(db: Database, work: SpaceWork): Space {
  // Not with `pragma()`, which asks once: SQLite gives back a page each time that it is asked.
  if (work === 'give-back') db.exec(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`);
  if (work === 'rewrite') {
    db.pragma('auto_vacuum = INCREMENTAL');
    db.exec('VACUUM');
  }
  const number = (name: string): number => Number(db.pragma(name, { simple: true }));
  const size = number('page_size');
  const [free, all] = [number('freelist_count') * size, number('page_count') * size];
  if (number('auto_vacuum') === INCREMENTAL) return { spare: free, rewrite: false };
  return { spare: 0, rewrite: free >= WORTH.bytes && free >= WORTH.share * all && all - free <= MOST_COPIED };
}
