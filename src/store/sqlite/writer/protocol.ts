import type { StripRecord } from '../../store.js';
import type { StoreErrorCode } from '../../store-error.js';
import type { SliceCells } from '../../tables/cells.js';
import type { DeliveryHead, Stamped } from '../../tables/operation.js';
import type { SpaceWork } from '../files/file-space.js';

/**
 * What the writer thread is asked. Each request gets one reply, in order. A delivery in slices is `open`, any number of
 * `slice`, then `end` or `abort`; it is one transaction, and nothing else is asked in between. `empty-log` takes what was deleted
 * out of the write-ahead log too, unless another process is reading: its value is whether it did. `space` gives free pages back to the
 * file system. `probe` writes a page, to find out whether anything can be stored.
 */
export type Request =
  | { readonly kind: 'batch'; readonly operations: readonly Stamped[] }
  | { readonly kind: 'open'; readonly head: DeliveryHead; readonly actor: string }
  | { readonly kind: 'slice'; readonly rows: SliceCells }
  | { readonly kind: 'end'; readonly strips: readonly StripRecord[] }
  | { readonly kind: 'abort' }
  | { readonly kind: 'empty-log' }
  | { readonly kind: 'space'; readonly work: SpaceWork }
  | { readonly kind: 'probe' }
  | { readonly kind: 'close' };

export interface Failure {
  readonly ok: false;
  readonly code: StoreErrorCode;
  readonly message: string;
}

/** `value`: for `batch` a reply per operation; for a delivery, `open` that went no further, and `end`: `Committed`. */
export type Reply = { readonly ok: true; readonly value: unknown } | Failure;
