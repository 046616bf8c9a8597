import { StoreError } from '../store-error.js';

/** Which list a cursor belongs to: one of another list is refused instead of misread. */
export type CursorKind = 'results' | 'assessments' | 'exchanges' | 'unmatched' | 'audit' | 'deliveries' | 'signals';

/** The place after the row with this `seq`, opaque to clients (base64url). */
export function cursorAfter(kind: CursorKind, seq: number): string {
  return Buffer.from(`${kind}:${seq}`).toString('base64url');
}

/** The `seq` in a cursor. Throws `StoreError('unknown')` when it is not a cursor of this list. */
export function seqOf(kind: CursorKind, cursor: string): number {
  const [name, seq] = Buffer.from(cursor, 'base64url').toString('latin1').split(':');
  if (name !== kind || seq === undefined || !/^\d{1,15}$/.test(seq)) {
    throw new StoreError('unknown', `${kind}: the cursor is not one of this list`);
  }
  return Number(seq);
}
