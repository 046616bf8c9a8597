import type { Database, Statement } from 'better-sqlite3';
import type { RightsMark } from '../../rights-mark.js';
import type { Receipt } from '../../rights-store.js';

interface ErasureRow {
  readonly seq: number;
  readonly id: string;
  readonly school: string;
  readonly at: string;
  readonly receipt: string;
  readonly lifted_at: string | null;
}

interface NoticeRow {
  readonly receiver: string;
  readonly until: string;
  readonly sealed_alias: Uint8Array;
}

/** The erasures of a database as marks. Synchronous. */
export class OwnMarks {
  private readonly one: Statement<[string], ErasureRow>;
  private readonly every: Statement<[], ErasureRow>;
  private readonly digests: Statement<[number], string>;
  private readonly notices: Statement<[number], NoticeRow>;

  constructor(db: Database) {
    const columns = 'SELECT seq, id, school, at, receipt, lifted_at FROM erasures';
    this.one = db.prepare(`${columns} WHERE id = ?`);
    this.every = db.prepare(`${columns} ORDER BY seq`);
    this.digests = db.prepare<[number], string>('SELECT digest FROM erased_names WHERE erasure = ? ORDER BY digest').pluck();
    this.notices = db.prepare('SELECT receiver, until, sealed_alias FROM erasure_notices WHERE erasure = ? ORDER BY seq');
  }

  /** Of an erasure that was just stored. */
  of(id: string): readonly RightsMark[] {
    return this.one.all(id).flatMap((row) => this.marks(row));
  }

  all(): readonly RightsMark[] {
    return this.every.all().flatMap((row) => this.marks(row));
  }

  private marks({ seq, id, school, at, receipt, lifted_at: liftedAt }: ErasureRow): readonly RightsMark[] {
    const notices = this.notices
      .all(seq)
      .map(({ receiver, until, sealed_alias }) => ({ receiver, until, sealedAlias: Buffer.from(sealed_alias).toString('base64') }));
    const digests = this.digests.all(seq);
    const erased: RightsMark = { kind: 'erased', school, at, id, digests, receipt: JSON.parse(receipt) as Receipt, notices };
    return liftedAt === null ? [erased] : [erased, { kind: 'lifted', school, at: liftedAt, id }];
  }
}
