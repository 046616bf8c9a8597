/** The chain of what belongs to no school. A school has an id of another form. */
export const GATEWAY_CHAIN = '*';
/** The one chain of all entries from before each school had its own. Nothing is added to it. */
export const EARLIER_CHAIN = '';

/** An entry of the audit by its place, with its hash. Place 0 and zeros: there is none yet. */
export interface AuditHead {
  readonly seq: number;
  /** SHA-256, lower-case hex. It stands for this entry and every one before it in its chain. */
  readonly hash: string;
}

/** Where a chain ends, or where it begins since its oldest entries were cut off. */
export interface ChainHead extends AuditHead {
  /** Id of a school, `GATEWAY_CHAIN` or `EARLIER_CHAIN`. */
  readonly chain: string;
}

/** A seal by its number, with its hash: it stands for this seal, every one before it, and all that they seal. */
export interface SealHead {
  readonly number: number;
  /** SHA-256, lower-case hex. */
  readonly hash: string;
}

/** Before there is any seal. */
export const NO_SEAL: SealHead = { number: 0, hash: '0'.repeat(64) };

/** What all chains came to at some moment, linked to the seal before it, with a MAC under a key that is not in the database. */
export interface AuditSeal {
  /** From 1, without gaps. */
  readonly number: number;
  /** Hash of the seal before it. */
  readonly previous: string;
  /** ISO instant. */
  readonly at: string;
  /** The last entry there was. Each entry up to here is sealed, by this seal or by one before it. */
  readonly seq: number;
  /** Heads of the chains that went on since the seal before it, as `headsText` makes it. */
  readonly heads: string;
  /** Where chains and seals begin, as one hash: it changes only when retention cuts off the oldest. */
  readonly front: string;
  /** Names the key that it was made with, without saying anything of it. */
  readonly key: string;
  /** Lower-case hex. */
  readonly mac: string;
}

/** What a MAC was made of. */
export interface SealProof extends Pick<AuditSeal, 'mac' | 'key' | 'seq'> {
  readonly text: string;
}

/**
 * The kinds of defects. `changed`: an entry is not what it was. `missing`: one is gone from the middle. `inserted`: one was put
 * in. `reordered`: two changed places. `cut`: the beginning or the end is gone. `seal wrong`: the entries fit each other, but they are
 * not what was sealed, or the seal is not ours. `seal missing`: a seal is gone from the middle. `head wrong`: the table of heads does not
 * say where a chain ends. `restored`: the seal that was kept outside the database is not in the chain of seals.
 */
export type AuditBreakKind =
  | 'changed'
  | 'missing'
  | 'inserted'
  | 'reordered'
  | 'cut'
  | 'seal wrong'
  | 'seal missing'
  | 'head wrong'
  | 'restored';

/** The first thing that is not right, by its place. */
export interface AuditBreak {
  /** The entry. When it is a seal that is wrong: the last entry that it seals. */
  readonly seq: number;
  readonly kind: AuditBreakKind;
  /** The chain that the entry is in, where that can be told. */
  readonly chain?: string;
  /** Number of the seal, when the defect is in a seal. */
  readonly seal?: number;
}

export interface AuditVerdict {
  /** How many entries are there, and from which place on. */
  readonly entries: number;
  readonly first: number;
  /** The last entry. */
  readonly head: AuditHead;
  /** How many chains there are. */
  readonly chains: number;
  readonly seals: number;
  /** Seals of before there were chains, which have no numbers. Absent: there are none. */
  readonly earlierSeals?: number;
  /** The last place that a good seal stands for; 0: none does. */
  readonly sealedTo: number;
  /** The last good seal. Absent: there is none. */
  readonly seal?: SealHead;
  /** Absent: nothing is wrong. */
  readonly broken?: AuditBreak;
}

export interface AuditVerification {
  /** Whether a MAC is one of ours. Absent: seals are compared with the entries only. */
  isGenuine?(proof: SealProof): boolean;
  /**
   * One that has to be there, unless retention cut off what it stood for: with this key, of this place or a later one. A holder of the
   * replaced key can make seals of earlier places, and must not get by without the later ones.
   */
  readonly sealedBy?: { readonly key: string; readonly from: number };
  /** A hash that was noted elsewhere: one of the entries or seals must have it. */
  readonly expect?: string;
  /** The last seal, as it is kept outside the database. Read before the audit is, so that it is never ahead of it. */
  readonly outside?: SealHead;
}
