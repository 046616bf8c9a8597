import { StoreError } from '../store-error.js';

/**
 * A row among the migrations of a store that moved elsewhere: no gateway, of this version or another, takes a database with a step that it does
 * not know. Its name says where the store went.
 */
export const MOVED = 1_000_000;

/** Throws for the mark of a store that moved. `name`: of the row. */
export function refuseMoved({ number, name }: { readonly number: number; readonly name: string }): void {
  if (number !== MOVED) return;
  throw new StoreError(
    'failed',
    `this store ${name}: its data are there now, so use the settings of that place. ` +
      'To use it again as it was before the move, without the data that came since, run uwlr migrate --reopen',
  );
}

/** The name of that row. `to`: without a password. */
export function movedTo(to: string): string {
  return `moved to ${to}`;
}
