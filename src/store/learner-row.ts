/** A learner as far as the gateway knows one from results: a pseudonym, and the sealed key of the LAS. */
export interface LearnerRow {
  readonly alias: string;
  readonly eckId?: string;
  /** The pseudonym that goes with the ECK iD: by it, or by `alias`, the learner is found in the roster. */
  readonly eckAlias?: string;
  /** `leerlingid`, encrypted under the school's key (AES-256-GCM). Absent when the message gave none. */
  readonly sealedId?: Uint8Array;
}
