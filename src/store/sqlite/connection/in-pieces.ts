import { setImmediate as turn } from 'node:timers/promises';

/** Rows that are read before the event loop gets its turn. */
const ROWS_AT_ONCE = 500;

/** Hands each row to `take`, with turns for the event loop in between. */
export async function inPieces<Row>(rows: Iterable<Row>, take: (row: Row) => unknown): Promise<void> {
  let count = 0;
  for (const row of rows) {
    take(row);
    count += 1;
    if (count % ROWS_AT_ONCE === 0) await turn();
  }
}
