import path from 'node:path';
import Database from 'better-sqlite3';

/** Looks at the size of the store of a gateway that is at work, in its file. */
export class StoreFile {
  #db;

  constructor(directory) {
    this.#db = new Database(path.join(directory, 'uwlr.db'), { readonly: true });
  }

  get pageBytes() {
    return this.#pragma('page_size');
  }

  /** Bytes of all pages in use: tables and indexes, with the room that their pages leave. */
  get bytes() {
    return (this.#pragma('page_count') - this.#pragma('freelist_count')) * this.pageBytes;
  }

  close() {
    this.#db.close();
  }

  #pragma(name) {
    return this.#db.pragma(name, { simple: true });
  }
}
