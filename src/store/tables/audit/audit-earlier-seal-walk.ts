import type { AuditBreak, AuditVerification } from '../../audit-chain.js';
import { type EarlierSealRow, earlierProofOf } from './audit-seals.js';

/** Compares the unlinked seals of earlier versions with the single chain of then, as the verifier walks along it. */
export class EarlierSealWalk {
  private next = 0;
  /** The last place that a good seal stands for. */
  sealedTo = 0;
  /** Whether `AuditVerification.sealedBy` was among them. */
  hasDemanded = false;

  constructor(
    private readonly seals: readonly EarlierSealRow[],
    private readonly how: AuditVerification,
  ) {}

  get count(): number {
    return this.seals.length;
  }

  /** The seals up to an entry that was reached. Gives the first that is wrong. */
  reach(entry: { readonly seq: number; readonly hash: Buffer }): AuditBreak | undefined {
    const { isGenuine, sealedBy } = this.how;
    if (!isGenuine) return undefined;
    for (let seal = this.seals[this.next]; seal && seal.seq <= entry.seq; seal = this.seals[this.next]) {
      this.next += 1;
      const fits = seal.seq < entry.seq || seal.hash.equals(entry.hash);
      if (!fits || !isGenuine(earlierProofOf(seal))) return { seq: seal.seq, kind: 'seal wrong' };
      this.sealedTo = seal.seq;
      this.hasDemanded ||= sealedBy !== undefined && seal.key === sealedBy.key && seal.seq >= sealedBy.from;
    }
    return undefined;
  }

  /** One of a place that is not there. `last`: the last entry. */
  end(last: number): AuditBreak | undefined {
    const beyond = this.how.isGenuine && this.seals[this.next];
    return beyond && { seq: last + 1, kind: this.how.isGenuine?.(earlierProofOf(beyond)) ? 'cut' : 'seal wrong' };
  }
}
