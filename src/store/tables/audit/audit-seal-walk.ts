import type { AuditBreak, AuditSeal, AuditVerification, ChainHead, SealHead } from '../../audit-chain.js';
import { headsOf, proofOf, sealHash } from '../../audit-seal.js';
import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import { type AuditFront, frontHash } from './audit-front.js';
import { hex, type SealRow, sealOf } from './audit-seals.js';

const AFTER = query<SealRow, { readonly after: number; readonly most: number }>(
  () => 'SELECT * FROM audit_seal_chain WHERE number > @after ORDER BY number LIMIT @most',
);

type Heads = ReadonlyMap<string, { readonly seq: number; readonly hash: Buffer }>;

/**
 * Compares the linked seals with each other and with the chains, as the verifier walks along these. It has some seals at hand at a time:
 * the verifier goes no further than `upTo` before it has it `load` more.
 */
export class SealWalk {
  private ahead: AuditSeal[] = [];
  private hasMore = true;
  /** Chains that went on since the last seal. */
  private readonly unsealed = new Set<string>();
  /** The seal that was reached, or the one before the first. */
  seal: SealHead;
  count = 0;
  /** The last place that a good seal stands for. */
  sealedTo = 0;
  /** Whether `AuditVerification.sealedBy` was among them. */
  hasDemanded = false;
  /** Whether `AuditVerification.expect` was. */
  hasExpected: boolean;
  private hasOutside: boolean;

  constructor(
    private readonly front: AuditFront,
    /** What the last seal says of it; undefined: there is none. */
    private readonly lastFront: string | undefined,
    private readonly how: AuditVerification,
    /** Seals that are read at once. */
    private readonly atOnce: number,
  ) {
    this.seal = front.seals;
    this.hasExpected = how.expect === this.seal.hash && this.seal.number > 0;
    this.hasOutside = how.outside === undefined || how.outside.number === 0 || this.isOutside();
  }

  /** Whether no seal is at hand, though there may be more. */
  get isShort(): boolean {
    return this.ahead.length === 0 && this.hasMore;
  }

  /** The place up to which the seals at hand go. */
  get upTo(): number {
    return this.hasMore ? Math.max(...this.ahead.map(({ seq }) => seq)) : Number.MAX_SAFE_INTEGER;
  }

  *load(): Script<void> {
    const rows = yield* all(AFTER, { after: this.number, most: this.atOnce });
    this.ahead = rows.map(sealOf);
    this.number = rows.at(-1)?.number ?? this.number;
    this.hasMore = rows.length === this.atOnce;
  }

  /** An entry of this chain was taken. */
  moved(chain: string): void {
    this.unsealed.add(chain);
  }

  /** The seals up to an entry that was reached. `heads`: where each chain is. Gives the first that is wrong. */
  reach(seq: number, heads: Heads): AuditBreak | undefined {
    for (let seal = this.peek(); seal !== undefined && seal.seq <= seq; seal = this.peek()) {
      this.ahead.shift();
      this.count += 1;
      const wrong = this.compare(seal, seq, heads);
      if (wrong) return wrong;
      this.seal = { number: seal.number, hash: sealHash(seal) };
      this.sealedTo = seal.seq;
      this.unsealed.clear();
      const { sealedBy, expect } = this.how;
      this.hasDemanded ||= sealedBy !== undefined && seal.key === sealedBy.key && seal.seq >= sealedBy.from;
      this.hasExpected ||= expect === this.seal.hash;
      this.hasOutside ||= this.isOutside();
      if (!this.hasOutside && this.how.outside?.number === seal.number) return { seq: seal.seq, kind: 'restored', seal: seal.number };
    }
    return undefined;
  }

  /** What shows only when all entries were seen. `last`: the last one. */
  end(last: number): AuditBreak | undefined {
    const beyond = this.peek();
    if (beyond) return { seq: last + 1, kind: this.isGenuine(beyond) ? 'cut' : 'seal wrong', seal: beyond.number };
    // A cut leaves at least its own seal, which holds where all begins.
    const { start, seals } = this.front;
    if (this.lastFront === undefined && seals.number !== 0) return { seq: start.seq + 1, kind: 'seal missing', seal: seals.number };
    if (this.lastFront !== undefined && this.lastFront !== frontHash(this.front)) return { seq: start.seq + 1, kind: 'cut' };
    if (!this.hasOutside) return { seq: this.sealedTo + 1, kind: 'restored', seal: this.seal.number + 1 };
    return undefined;
  }

  private compare(seal: AuditSeal, seq: number, heads: Heads): AuditBreak | undefined {
    const { number, hash } = this.seal;
    const place = { seq: seal.seq, seal: seal.number };
    if (!this.isGenuine(seal)) return { ...place, kind: 'seal wrong' };
    if (seal.number !== number + 1) return { seq: seal.seq, seal: number + 1, kind: 'seal missing' };
    if (seal.previous !== hash || seal.seq !== seq) return { ...place, kind: 'seal wrong' };
    const sealed = headsIn(seal);
    const other = sealed?.find((head) => !this.isHead(head, heads));
    if (sealed === undefined || other !== undefined) return { ...place, kind: 'seal wrong', ...(other && { chain: other.chain }) };
    for (const { chain } of sealed) this.unsealed.delete(chain);
    const [chain] = this.unsealed;
    return chain === undefined ? undefined : { ...place, kind: 'seal wrong', chain };
  }

  /** Of a chain that went on only before the cut, its head is as good as where it begins now. */
  private isHead({ chain, seq, hash }: ChainHead, heads: Heads): boolean {
    const head = heads.get(chain);
    if (head === undefined) return false;
    return seq === head.seq ? hash === hex(head.hash) : seq < head.seq && head.seq <= this.front.start.seq;
  }

  private isGenuine(seal: AuditSeal): boolean {
    return this.how.isGenuine?.(proofOf(seal)) ?? true;
  }

  private isOutside(): boolean {
    return this.how.outside?.number === this.seal.number && this.how.outside.hash === this.seal.hash;
  }

  private peek(): AuditSeal | undefined {
    return this.ahead[0];
  }

  /** The last one that was read. */
  private number = -1;
}

function headsIn({ heads }: AuditSeal): readonly ChainHead[] | undefined {
  try {
    return headsOf(heads);
  } catch {
    return undefined;
  }
}
