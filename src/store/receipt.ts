/** One thing of a receipt: how many there were, and a keyed hash (HMAC-SHA256, hex) over all of them. */
export interface ErasedKind {
  readonly kind: string;
  readonly count: number;
  readonly hash: string;
}

/** Proof of an erasure. Holds nothing of the pupil. */
export interface Receipt {
  readonly id: string;
  readonly school: string;
  readonly at: string;
  readonly removed: readonly ErasedKind[];
  /** Who had been given data of the pupil, and when last. */
  readonly receivers: readonly { readonly receiver: string; readonly last: string }[];
  /**
   * Targets that have results or signals of the pupil, or may have, with the number of both together. `message`: it is told that they are withdrawn, as soon as it can be reached.
   * `hand`: somebody has to ask its party, as the target ended, the agreement is over, or there is no message for it. Absent: there are none.
   */
  readonly targets?: readonly {
    readonly target: string;
    /** Klantcode. */
    readonly party: string;
    readonly results: number;
    readonly how: 'message' | 'hand';
  }[];
}
