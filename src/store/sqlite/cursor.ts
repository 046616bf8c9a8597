import { StoreError } from '../store-error.js';

/** Which list a cursor belongs to: one of another list is refused instead of misread. */
export type CursorKind = 'results' | 'assessments' | 'exchanges' | 'groups' | 'learners' | 'teachers' | 'unmatched';

/** The place after the row with these numbers in the columns of its order, opaque to clients (base64url). */
export function cursorAfter(kind: CursorKind, place: readonly number[]): string {
  return Buffer.from(`${kind}:${place.join(',')}`).toString('base64url');
}

/** The `seq` in a cursor. Throws `StoreError('unknown')` when it is not a cursor of this list. */
export function seqOf(kind: CursorKind, cursor: string): number {
  return placeOf(kind, cursor, 1)[0]!;
}

/** The numbers in a cursor, this many. Throws `StoreError('unknown')` when it is not a cursor of this list. */
export function placeOf(kind: CursorKind, cursor: string, count: number): readonly number[] {
  const [name, place] = Buffer.from(cursor, 'base64url').toString('latin1').split(':');
  const numbers = place?.split(',') ?? [];
  if (name !== kind || numbers.length !== count || !numbers.every((number) => /^\d{1,15}$/.test(number))) {
    throw new StoreError('unknown', `${kind}: the cursor is not one of this list`);
  }
  return numbers.map(Number);
}
