import {
  type AuditBreak,
  type AuditHead,
  type AuditVerdict,
  type AuditVerification,
  type ChainHead,
  EARLIER_CHAIN,
} from '../../audit-chain.js';
import { query } from '../../sql/query.js';
import { all, type Script, stream } from '../../sql/script.js';
import { breakOf } from './audit-break.js';
import { EarlierSealWalk } from './audit-earlier-seal-walk.js';
import { type AuditFront, auditFront } from './audit-front.js';
import { type AuditLink, auditHash, chainOf, fieldsHash, SPACED_VERSION } from './audit-hash.js';
import { SealWalk } from './audit-seal-walk.js';
import { type EarlierSealRow, earlierSeals, hex, lastSeal } from './audit-seals.js';

interface FieldList {
  readonly hash: Buffer;
  readonly paths: string;
}

interface Link {
  readonly seq: number;
  readonly hash: Buffer;
}

/** Seals that are read at once. */
const SEALS_AT_ONCE = 500;

const LISTS = query<FieldList>(() => 'SELECT hash, paths FROM audit_fields');
const HEADS = query<Link & Pick<ChainHead, 'chain'>>(() => 'SELECT chain, seq, hash FROM audit_heads');
const STRETCH = query<AuditLink, { readonly after: number; readonly upTo: number }>(
  () => 'SELECT * FROM audit WHERE seq > @after AND seq <= @upTo ORDER BY seq',
);

/** Goes along all chains and their seals at once, in the order of writing. To be read as of one moment. */
export function* verifyAudit(how: AuditVerification, sealsAtOnce = SEALS_AT_ONCE): Script<AuditVerdict> {
  const front = yield* auditFront();
  const lists = yield* all(LISTS, undefined);
  const seals = new SealWalk(front, (yield* lastSeal())?.front, how, sealsAtOnce);
  const walk = new Walk(front, lists, seals, yield* earlierSeals(), how);
  for (let after = Number.MIN_SAFE_INTEGER, upTo = after; upTo < Number.MAX_SAFE_INTEGER; after = upTo) {
    yield* sealsOf(walk, seals);
    // Where seals stand at no later place than that, the entries up to it are not there: it is the rest that is left.
    upTo = walk.isBroken || seals.upTo <= after ? Number.MAX_SAFE_INTEGER : seals.upTo;
    yield* stream(STRETCH, { after, upTo }, (row) => walk.take(row));
  }
  return walk.verdict(yield* brokenBy(walk));
}

/** The seals of the place that the walk has reached, with some ahead of it. */
function* sealsOf(walk: Walk, seals: SealWalk): Script<void> {
  do {
    if (seals.isShort) yield* seals.load();
    walk.compareSeals();
  } while (!walk.isBroken && seals.isShort);
}

function* brokenBy(walk: Walk): Script<AuditBreak | undefined> {
  const { suspect } = walk;
  if (suspect !== undefined) return { ...(yield* breakOf(suspect)), chain: chainOf(suspect) };
  return walk.end(yield* all(HEADS, undefined));
}

class Walk {
  private readonly earlierSeals: EarlierSealWalk;
  /** Hashes of the lists of fields that are what their hash says. */
  private readonly lists: ReadonlySet<string>;
  /** Where each chain is. */
  private readonly heads: Map<string, Link>;
  private last: Link;
  private entries = 0;
  private cutTo = 0;
  /** The first place of the last gap where gaps are allowed. */
  private gap = 0;
  private runs = 0;
  private expected: boolean;
  private broken: AuditBreak | undefined;
  /** A row that is not what its hash says, when that is the first thing that is wrong. */
  suspect: AuditLink | undefined;

  constructor(
    private readonly front: AuditFront,
    lists: readonly FieldList[],
    private readonly seals: SealWalk,
    earlier: readonly EarlierSealRow[],
    private readonly how: AuditVerification,
  ) {
    this.last = linkOf(front.start);
    this.heads = new Map(front.anchors.map((anchor) => [anchor.chain, linkOf(anchor)]));
    this.lists = new Set(lists.filter(({ hash, paths }) => fieldsHash(paths).equals(hash)).map(({ hash }) => hex(hash)));
    this.expected = how.expect === undefined || front.anchors.some(({ hash }) => hash === how.expect);
    this.earlierSeals = new EarlierSealWalk(earlier, how);
  }

  get isBroken(): boolean {
    return this.broken !== undefined || this.suspect !== undefined;
  }

  take(row: AuditLink): void {
    this.entries += 1;
    const chain = chainOf(row);
    if (!this.isBroken) this.compare(row, chain);
    this.last = row;
    this.heads.set(chain, row);
    this.seals.moved(chain);
    this.expected ||= this.how.expect === hex(row.hash);
    if (row.operation === 'audit.cut') this.cutTo = Math.max(this.cutTo, upTo(row));
    if (row.operation === 'gateway.start' || row.operation === 'gateway.stop') this.runs += 1;
    this.compareSeals();
  }

  verdict(broken: AuditBreak | undefined): AuditVerdict {
    const { seq, hash } = this.last;
    const { seal } = this.seals;
    return {
      entries: this.entries,
      first: this.front.start.seq + 1,
      head: { seq, hash: hex(hash) },
      chains: [...this.heads.values()].filter((head) => head.seq > 0).length,
      seals: this.seals.count,
      ...(this.earlierSeals.count > 0 && { earlierSeals: this.earlierSeals.count }),
      sealedTo: Math.max(this.seals.sealedTo, this.earlierSeals.sealedTo),
      ...(seal.number > 0 && { seal }),
      ...(broken && { broken }),
    };
  }

  private compare(row: AuditLink, chain: string): void {
    const before = this.heads.get(chain) ?? this.heads.get(EARLIER_CHAIN);
    const next = this.last.seq + 1;
    const isSpaced = row.seq > next && row.version === SPACED_VERSION;
    if (isSpaced) this.gap = next;
    if (row.seq !== next && !isSpaced) this.broken = { seq: next, kind: this.entries === 1 ? 'cut' : 'missing' };
    else if (!this.isItself(row)) this.suspect = row;
    // A row that is itself and says that the one before it was another: that one was changed, and its own hash with it.
    else if (before?.hash.equals(row.previous) !== true) this.broken = this.wrongBefore(row, chain);
    // Nothing is added to the earlier chain once there are others.
    else if (chain === EARLIER_CHAIN && this.heads.get(chain)!.seq !== row.seq - 1) this.broken = { seq: row.seq, kind: 'inserted', chain };
  }

  private wrongBefore(row: AuditLink, chain: string): AuditBreak {
    const before = this.heads.get(chain);
    if (before === undefined) return { seq: row.seq, kind: 'missing', chain };
    if (before.seq <= this.front.start.seq) return { seq: row.seq, kind: 'cut', chain };
    if (this.gap > before.seq) return { seq: this.gap, kind: 'missing', chain };
    return { seq: before.seq, kind: 'changed', chain };
  }

  /** Whether a row, with its list of fields, is what its hash says. */
  private isItself(row: AuditLink): boolean {
    const isListed = row.fields === null || this.lists.has(hex(row.fields));
    return isListed && auditHash(row)?.equals(row.hash) === true;
  }

  /** The seals of the place that was reached, as far as they are at hand. */
  compareSeals(): void {
    if (this.isBroken) return;
    this.broken = this.earlierSeals.reach(this.last) ?? this.seals.reach(this.last.seq, this.heads);
  }

  /** The first thing that is wrong, also where that shows only when all of it was seen. `listed`: the table of heads. */
  end(listed: readonly (Link & Pick<ChainHead, 'chain'>)[]): AuditBreak | undefined {
    if (this.broken) return this.broken;
    const { start } = this.front;
    if (start.seq !== this.cutTo) return { seq: start.seq + 1, kind: 'cut' };
    const wrong = this.earlierSeals.end(this.last.seq) ?? this.seals.end(this.last.seq) ?? this.wrongHead(listed);
    if (wrong) return wrong;
    const { sealedBy, isGenuine } = this.how;
    const isDemanded = isGenuine !== undefined && sealedBy !== undefined && start.seq < sealedBy.from;
    if (isDemanded && !this.seals.hasDemanded && !this.earlierSeals.hasDemanded) return { seq: sealedBy.from, kind: 'seal wrong' };
    if (!this.expected && !this.seals.hasExpected) return { seq: this.last.seq + 1, kind: 'cut' };
    // A gateway seals when it starts and when it stops: two of these without a seal do not happen.
    const hasSeals = this.seals.count + this.earlierSeals.count > 0;
    if (isGenuine && !hasSeals && this.runs > 1) return { seq: this.last.seq, kind: 'seal wrong' };
    return undefined;
  }

  /** The table of heads is what the next entries and seals go on from. */
  private wrongHead(listed: readonly (Link & Pick<ChainHead, 'chain'>)[]): AuditBreak | undefined {
    const left = new Map(this.heads);
    for (const { chain, seq, hash } of listed) {
      const head = left.get(chain);
      if (head?.seq !== seq || !head.hash.equals(hash)) return { seq: head?.seq ?? this.last.seq, kind: 'head wrong', chain };
      left.delete(chain);
    }
    const [unlisted] = left;
    return unlisted && { seq: unlisted[1].seq, kind: 'head wrong', chain: unlisted[0] };
  }
}

/** The place up to which an entry says that retention cut. Who made all hashes again may have written anything there. */
function upTo({ counts }: AuditLink): number {
  try {
    return Number((JSON.parse(counts) as { readonly upTo?: unknown }).upTo) || 0;
  } catch {
    return 0;
  }
}

function linkOf({ seq, hash }: AuditHead): Link {
  return { seq, hash: Buffer.from(hash, 'hex') };
}
