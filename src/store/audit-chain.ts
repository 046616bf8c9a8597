/** Where the chain of the audit ends. Of an empty one: 0 and zeros. */
export interface AuditHead {
  readonly seq: number;
  /** SHA-256, lower-case hex. It stands for every entry up to this one. */
  readonly hash: string;
}

/** What the chain came to at some moment, with a MAC under a key that is not in the database. */
export interface AuditSeal extends AuditHead {
  /** ISO instant. */
  readonly at: string;
  /** Names the key that it was made with, without saying anything of it. */
  readonly key: string;
  /** Lower-case hex. */
  readonly mac: string;
}

/**
 * What is wrong with a chain. `changed`: an entry is not what it was. `missing`: one is gone from the middle. `inserted`: one was put
 * in. `reordered`: two changed places. `cut`: the beginning or the end is gone. `seal wrong`: the entries fit each other, but they are
 * not what was sealed, or the seal is not ours.
 */
export type AuditBreakKind = 'changed' | 'missing' | 'inserted' | 'reordered' | 'cut' | 'seal wrong';

/** The first entry that is not right, by its place. */
export interface AuditBreak {
  readonly seq: number;
  readonly kind: AuditBreakKind;
}

export interface AuditVerdict {
  /** How many entries are there, and from which place on. */
  readonly entries: number;
  readonly first: number;
  readonly head: AuditHead;
  readonly seals: number;
  /** The last place that a good seal stands for; 0: none does. */
  readonly sealedTo: number;
  /** Absent: nothing is wrong. */
  readonly broken?: AuditBreak;
}

export interface AuditVerification {
  /** Whether a seal is one of ours. Absent: seals are not looked at. */
  isGenuine?(seal: AuditSeal): boolean;
  /**
   * One that has to be there, unless retention cut off what it stood for: with this key, of this place or a later one. Who has the key of
   * before can make seals of earlier places, and has to be kept from doing without the later ones.
   */
  readonly sealedBy?: { readonly key: string; readonly from: number };
  /** A hash that was noted elsewhere: one of the entries must have it. */
  readonly expect?: string;
}
