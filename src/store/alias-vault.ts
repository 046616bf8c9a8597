import type { RosterKind } from './roster-store.js';

/** An alias that a receiver was given, with whom it stands for, sealed under the school's key. */
export interface ReceiverAlias {
  readonly kind: RosterKind;
  readonly alias: string;
  /** Of the school's alias keys; from 1. */
  readonly generation: number;
  readonly sealedId: Uint8Array;
}

/** An alias with who was given it. */
export type VaultedAlias = ReceiverAlias & { readonly receiver: string };

/** The part of the store that remembers which aliases went out. */
export interface AliasVault {
  /** Which of these a receiver (klantcode) was given before. */
  knownReceiverAliases(school: string, receiver: string, aliases: readonly string[]): Promise<ReadonlySet<string>>;
  /** Remembers aliases, in one write. One that is there already stays as it is. */
  keepReceiverAliases(school: string, receiver: string, aliases: readonly ReceiverAlias[]): Promise<void>;
  receiverAlias(school: string, receiver: string, kind: RosterKind, alias: string): Promise<ReceiverAlias | undefined>;
  /** Who was given aliases, of which generations: with these every alias of somebody can be made again. */
  aliasReceivers(school: string): Promise<readonly { readonly receiver: string; readonly generation: number }[]>;
  /** Aliases of learners and teachers, by receiver and alias, some at a time: those after `after`. */
  peopleAliases(school: string, after: Pick<VaultedAlias, 'receiver' | 'alias'> | undefined): Promise<readonly VaultedAlias[]>;
  /** Which of these learners and teachers neither a roster nor results know any more. Ask for some hundreds at a time. */
  gonePeople(school: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Removes aliases of who is gone, unless the school is under legal hold. Gives how many there were. `rights.scrub` takes them out of the log. */
  forgetGone(school: string, aliases: readonly string[]): Promise<number>;
  /** Removes aliases, whichever receiver was given them. Gives how many there were. */
  removeReceiverAliases(school: string, aliases: readonly string[]): Promise<number>;
  /**
   * A new generation: receivers are given new aliases from now on. What they were given before still leads to whom it stood for up
   * to `until` (ISO instant). Gives the new generation. Throws `StoreError('unknown')`, or `'destroyed'`.
   */
  rotateAliases(school: string, at: string, until: string): Promise<number>;
  /**
   * Destroys the key of a school for good, pauses the school, and removes what was told to receivers and ECK iDs. True when nothing of
   * it is in the write-ahead log either; false when another process is reading, and it is to be asked again. Throws
   * `StoreError('unknown')`, or `'held'`.
   */
  destroySchoolKey(school: string, at: string): Promise<boolean>;
  /** Removes aliases of earlier generations whose time is over at `at`. Gives how many. */
  purgeReceiverAliases(at: string): Promise<number>;
}
