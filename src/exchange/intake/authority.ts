import type { Agreement, Directory, Party } from '../../directory/directory.js';

/** By what right somebody brings something: a party, and the agreement under which it may, as a directory has them. */
export interface Authority {
  readonly directory: Directory;
  readonly party: Party;
  /** Also says for which school. */
  readonly agreement: Agreement;
}

/**
 * Finds out once more whether they may, by a directory that changed while the message was in work; whatever was counted about the sender
 * counts once. Undefined: they may not any more, and the log holds the error.
 */
export type Reauthorise = (directory: Directory) => Promise<Authority | undefined> | Authority | undefined;
