import type { Cells, MovedTable, Piece } from './moved-table.js';

/** A database whose tables are read whole. Errors of all of it: `StoreError`. */
export interface MoveReader {
  /** All rows in the order of their key, some at a time. */
  rows(table: MovedTable): AsyncIterable<readonly Cells[]>;
}

/** A store that moves elsewhere. Nobody else writes to it meanwhile. */
export interface MoveSource extends MoveReader {
  count(table: MovedTable): Promise<number>;
  /** By the name of the table, the highest number that it gave out: its row may be gone. Tables that do not tell are left out. */
  numbersGiven(tables: readonly MovedTable[]): Promise<ReadonlyMap<string, bigint>>;
  /** Says in it where its store went: every gateway and command refuses it from now on. */
  markMoved(to: string): Promise<void>;
}

/** A new store. All that is written stays only after `keep`. */
export interface MoveTarget extends MoveReader {
  write(table: MovedTable, pieces: AsyncIterable<Piece>): Promise<void>;
  /** Numbers that the tables give out from now on are higher than these. */
  goOnAfter(tables: readonly MovedTable[], numbers: ReadonlyMap<string, bigint>): Promise<void>;
  keep(): Promise<void>;
}
