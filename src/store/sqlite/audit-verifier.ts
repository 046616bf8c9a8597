import type { AuditBreak, AuditHead, AuditSeal, AuditVerdict, AuditVerification } from '../audit-chain.js';
import { breakOf } from './audit-break.js';
import { type AuditLink, auditHash, fieldsHash } from './audit-hash.js';
import { type SealRow, sealOf } from './audit-seals.js';
import { inPieces } from './snapshot-connection.js';
import type { StatementCache } from './statement-cache.js';

interface FieldList {
  readonly hash: Buffer;
  readonly paths: string;
}

interface Link {
  readonly seq: number;
  readonly hash: Buffer;
}

/** Goes along the whole chain and its seals, as of one moment. Over a connection in a read transaction. */
export async function verifyAudit(statements: StatementCache, how: AuditVerification): Promise<AuditVerdict> {
  const start = statements.prepare<Link>('SELECT seq, hash FROM audit_start').get()!;
  const walk = new Walk(statements, start, how);
  await inPieces(statements.prepare<AuditLink>('SELECT * FROM audit ORDER BY seq').iterate(), (row) => walk.take(row));
  return walk.verdict();
}

class Walk {
  private readonly seals: readonly AuditSeal[];
  /** Hashes of the lists of fields that are what their hash says. */
  private readonly lists: ReadonlySet<string>;
  private nextSeal = 0;
  private last: Link;
  private entries = 0;
  private sealedTo = 0;
  private hasDemanded = false;
  private cutTo = 0;
  private runs = 0;
  private expected: boolean;
  private broken: AuditBreak | undefined;

  constructor(
    private readonly statements: StatementCache,
    private readonly start: Link,
    private readonly how: AuditVerification,
  ) {
    this.last = start;
    this.seals = statements.prepare<SealRow>('SELECT * FROM audit_seals ORDER BY seq, number').all().map(sealOf);
    const lists = statements.prepare<FieldList>('SELECT hash, paths FROM audit_fields').all();
    this.lists = new Set(lists.filter(({ hash, paths }) => fieldsHash(paths).equals(hash)).map(({ hash }) => hex(hash)));
    this.expected = how.expect === undefined || how.expect === hex(start.hash);
    this.compareSeals();
  }

  take(row: AuditLink): void {
    this.entries += 1;
    if (!this.broken) this.compare(row);
    this.last = row;
    this.expected ||= this.how.expect === hex(row.hash);
    if (row.operation === 'audit.cut') this.cutTo = Math.max(this.cutTo, upTo(row));
    if (row.operation === 'gateway.start' || row.operation === 'gateway.stop') this.runs += 1;
    if (!this.broken) this.compareSeals();
  }

  verdict(): AuditVerdict {
    const broken = this.broken ?? this.end();
    return {
      entries: this.entries,
      first: this.start.seq + 1,
      head: headOf(this.last),
      seals: this.seals.length,
      sealedTo: this.sealedTo,
      ...(broken && { broken }),
    };
  }

  private compare(row: AuditLink): void {
    const { seq, hash: previous } = this.last;
    if (row.seq !== seq + 1) this.broken = { seq: seq + 1, kind: this.entries === 1 ? 'cut' : 'missing' };
    else if (!this.isItself(row)) this.broken = breakOf(row, this.statements);
    // A row that is itself and says that the one before it was another: that one was changed, and its own hash with it.
    else if (!row.previous.equals(previous))
      this.broken = seq === this.start.seq ? { seq: row.seq, kind: 'cut' } : { seq, kind: 'changed' };
  }

  /** Whether a row, with its list of fields, is what its hash says. */
  private isItself(row: AuditLink): boolean {
    const isListed = row.fields === null || this.lists.has(hex(row.fields));
    return isListed && auditHash(row)?.equals(row.hash) === true;
  }

  /** The seals of the place that was reached. */
  private compareSeals(): void {
    const { isGenuine } = this.how;
    if (!isGenuine) return;
    for (let seal = this.seals[this.nextSeal]; seal && seal.seq <= this.last.seq && !this.broken; seal = this.seals[this.nextSeal]) {
      this.nextSeal += 1;
      const fits = seal.seq < this.last.seq || seal.hash === hex(this.last.hash);
      if (fits && isGenuine(seal)) {
        this.sealedTo = seal.seq;
        this.hasDemanded ||= this.isDemanded(seal);
      } else this.broken = { seq: seal.seq, kind: 'seal wrong' };
    }
  }

  private isDemanded({ key, seq }: AuditSeal): boolean {
    const { sealedBy } = this.how;
    return sealedBy !== undefined && key === sealedBy.key && seq >= sealedBy.from;
  }

  /** What shows only when all of it was seen. */
  private end(): AuditBreak | undefined {
    if (this.start.seq !== this.cutTo) return { seq: this.start.seq + 1, kind: 'cut' };
    const beyond = this.how.isGenuine && this.seals[this.nextSeal];
    if (beyond) return { seq: this.last.seq + 1, kind: this.how.isGenuine?.(beyond) ? 'cut' : 'seal wrong' };
    const { sealedBy } = this.how;
    if (sealedBy && !this.hasDemanded && this.start.seq < sealedBy.from) return { seq: sealedBy.from, kind: 'seal wrong' };
    if (!this.expected) return { seq: this.last.seq + 1, kind: 'cut' };
    // A gateway seals when it starts and when it stops: two of these without a seal do not happen.
    if (this.how.isGenuine && this.seals.length === 0 && this.runs > 1) return { seq: this.last.seq, kind: 'seal wrong' };
    return undefined;
  }
}

/** The place up to which an entry says that retention cut. */
function upTo({ counts }: AuditLink): number {
  const { upTo } = JSON.parse(counts) as { readonly upTo?: number };
  return upTo ?? 0;
}

function headOf({ seq, hash }: Link): AuditHead {
  return { seq, hash: hex(hash) };
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex');
}
