import { hash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import { Kept } from '../connection/writer-memory.js';

/** Of a digest of 32: enough to find a text by. */
const DIGEST_BYTES = 16;

/** What results of a source have in common. */
interface SharedRow {
  readonly source: number;
  readonly assessment: string;
  readonly exercise: 0 | 1;
  /** Number of the activity that they are of. Null: a re-tag finds out. */
  readonly activity: number | null;
  readonly document: string;
}

interface KnownShared {
  readonly seq: number;
  readonly activity: number | null;
  readonly same: 0 | 1;
}

/** The texts that results have in common, each stored once. Synchronous; runs inside the caller's transaction. */
export class SharedTable {
  private readonly find: Statement<unknown[], KnownShared>;
  private readonly insert: Statement<unknown[]>;
  private readonly removeUnused: Statement<[seq: number]>;

  /** `memory`: numbers by content, weighed in letters. */
  constructor(
    db: Database,
    private readonly memory = new Kept<number>(0),
  ) {
    this.find = db.prepare(`
      SELECT seq, activity, CASE WHEN assessment = ? AND document = ? THEN 1 ELSE 0 END AS same FROM result_shared
      WHERE source = ? AND digest = ? ORDER BY seq`);
    this.insert = db.prepare(`
      INSERT INTO result_shared (source, digest, assessment, exercise, activity, document) VALUES (?, ?, ?, ?, ?, ?)`);
    this.removeUnused = db.prepare(`
      DELETE FROM result_shared WHERE seq = ? AND NOT EXISTS (SELECT 1 FROM results r WHERE r.shared = result_shared.seq)`);
  }

  /** The number of this content, which is stored if it is new. */
  numberOf(row: SharedRow): number {
    const name = `${row.source}\0${row.activity ?? ''}\0${row.assessment}\0${row.document}`;
    const known = this.memory.get(name);
    if (known !== undefined) return known;
    const number = this.keep(row);
    this.memory.set(name, number, name.length);
    return number;
  }

  /** Removes those that no result has any more: they may say something about the pupil whose results they were. */
  forget(seqs: Iterable<number>): void {
    for (const seq of seqs) this.removeUnused.run(seq);
  }

  private keep({ source, assessment, exercise, activity, document }: SharedRow): number {
    const digest = hash('sha256', `${assessment}\n${document}`, 'buffer').subarray(0, DIGEST_BYTES);
    const known = this.find.all(assessment, document, source, digest).find((one) => one.same === 1 && one.activity === activity);
    if (known !== undefined) return known.seq;
    return Number(this.insert.run(source, digest, assessment, exercise, activity, document).lastInsertRowid);
  }
}
