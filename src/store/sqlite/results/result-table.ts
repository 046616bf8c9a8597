import type { Database, Statement } from 'better-sqlite3';
import { RESULT_CELLS, SHARED_CELLS, type SliceCells, unsealed } from '../../tables/cells.js';
import { UNPLACED } from '../../tables/results/result-id.js';
import type { OpenDelivery } from '../connection/open-delivery.js';
import type { Kept, WriterMemory } from '../connection/writer-memory.js';
import type { LearnerTable } from './learner-table.js';
import { SharedTable } from './shared-table.js';

/** Letters of what results have in common that the writer remembers: of some ten thousand tests. */
const MOST_SHARED = 8_000_000;
/** Bytes of most ids: a place and a UUID. */
const ID_BYTES = 17;
const LAST = '';

interface EarlierRevision {
  readonly id: Buffer;
  readonly revision: number;
}

interface CurrentRevision {
  readonly seq: number;
  readonly revision: number;
  readonly learner: number;
  readonly assessment: string;
}

/** Results, a row per revision. Synchronous; runs inside the caller's transaction. */
export class ResultTable {
  private readonly insert: Statement<unknown[]>;
  private readonly earlier: Statement<unknown[], EarlierRevision>;
  private readonly latest: Statement<[number, Buffer], CurrentRevision>;
  private readonly supersede: Statement<[number]>;
  private readonly otherPupil: Statement<[number, number], number>;
  private readonly otherTest: Statement<[number, string, string], number>;
  private readonly shared: SharedTable;
  private readonly lastNumber: Statement<[], number>;
  private readonly setLastNumber: Statement<[number]>;
  /** The last number that was given to a result. */
  private readonly numbers: Kept<number>;
  private readonly idBytes = Buffer.alloc(ID_BYTES);

  constructor(
    db: Database,
    private readonly learners: LearnerTable,
    memory: WriterMemory,
  ) {
    // Most results are new: one step tells, and inserts.
    this.insert = db.prepare(`
      INSERT INTO results (seq, source, id, current, learner, eck_number, shared, exchange, day, key, sealed_key, own, revision)
      VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
    this.earlier = db.prepare(`
      SELECT id, revision FROM results INDEXED BY results_current WHERE source = @source AND id IN (@id, @unplaced) AND current = 1
      UNION ALL SELECT id, revision FROM results INDEXED BY results_superseded WHERE source = @source AND id IN (@id, @unplaced) AND current = 0
      ORDER BY revision DESC LIMIT 1`);
    this.lastNumber = db.prepare<[], number>('SELECT last FROM result_numbers').pluck();
    this.setLastNumber = db.prepare('UPDATE result_numbers SET last = ?');
    this.numbers = memory.part(1);
    this.latest = db.prepare(`
      SELECT r.seq, r.revision, r.learner, h.assessment FROM results r JOIN result_shared h ON h.seq = r.shared
      WHERE r.source = ? AND r.id = ? AND r.current = 1`);
    this.supersede = db.prepare('UPDATE results SET current = 0 WHERE seq = ?');
    // One pupil may have two pseudonyms, by key and by ECK iD: the roster knows that they are one.
    this.otherPupil = db
      .prepare<[number, number], number>(`
        SELECT 1 FROM learners one, learners other WHERE one.seq = ? AND other.seq = ?
          AND (one.roster_learner IS NULL OR other.roster_learner IS NULL OR one.roster_learner <> other.roster_learner)`)
      .pluck();
    // Another version of the same test is no other test.
    this.otherTest = db
      .prepare<[number, string, string], number>(`
        SELECT 1 FROM sources o WHERE o.seq = ? AND NOT EXISTS (
          SELECT 1 FROM assessments one JOIN assessments other ON other.school = one.school AND other.code = one.code
          WHERE one.school = o.school AND one.id = ? AND other.id = ?)`)
      .pluck();
    this.shared = new SharedTable(db, memory.part(MOST_SHARED));
  }

  store(delivery: OpenDelivery, { shared, results }: Pick<SliceCells, 'shared' | 'results'>): void {
    const { source, exchange, irregular } = delivery;
    this.keepShared(delivery, shared);
    if (results.length === 0) return;
    let number = this.numbers.read(LAST, () => this.lastNumber.get()!);
    let [learner, eckNumber] = [0, 0];
    for (let at = 0; at < results.length; at += RESULT_CELLS) {
      const given = this.bytesOf(results[at] as string);
      const { id, revision } = irregular ? this.nextOf(source, given) : { id: given, revision: 1 };
      const alias = results[at + 1] as string | null;
      if (alias !== null) {
        learner = this.learners.numberOf(delivery, alias);
        eckNumber = this.learners.eckNumberOf(delivery, alias, results[at + 2] as string | null);
      }
      const { seq: common, assessment } = delivery.shared[results[at + 3] as number]!;
      const [day, key, sealedKey, own] = [results[at + 4], results[at + 5], unsealed(results[at + 6]), results[at + 7]];
      number += 1;
      const insert = (as: number): number =>
        this.insert.run(number, source, id, learner, eckNumber, common, exchange, day, key, sealedKey, own, as).changes;
      if (insert(revision) === 0) {
        const latest = this.latest.get(source, id)!;
        this.compare(delivery, latest, learner, assessment);
        this.supersede.run(latest.seq);
        insert(latest.revision + 1);
        delivery.revised += 1;
      }
      delivery.results += 1;
    }
    this.setLastNumber.run(number);
    this.numbers.set(LAST, number);
  }

  /** Those of a cell, until the next call. */
  private bytesOf(cell: string): Buffer {
    if (cell.length !== ID_BYTES) return Buffer.from(cell, 'latin1');
    this.idBytes.write(cell, 0, ID_BYTES, 'latin1');
    return this.idBytes;
  }

  /** Where a result is that is here already, and the revision after its last: its current one may be gone, when that was of a pupil who was erased. */
  private nextOf(source: number, id: Buffer): EarlierRevision {
    const unplaced = Buffer.from(id);
    unplaced[0] = UNPLACED;
    const earlier = this.earlier.get({ source, id, unplaced });
    return earlier === undefined ? { id, revision: 1 } : { id: earlier.id, revision: earlier.revision + 1 };
  }

  private keepShared({ source, shared: kept, activities }: OpenDelivery, shared: SliceCells['shared']): void {
    for (let at = 0; at < shared.length; at += SHARED_CELLS) {
      const [assessment, exercise, tag, document] = shared.slice(at, at + SHARED_CELLS) as [string, 0 | 1, string | null, string];
      const activity = tag === null ? null : (activities.get(tag) ?? null);
      kept.push({ seq: this.shared.numberOf({ source, assessment, exercise, activity, document }), assessment });
    }
  }

  /** A key that comes back is a correction, of the same pupil and test. Where it is not, a vendor gives its keys twice. */
  private compare(delivery: OpenDelivery, latest: CurrentRevision, learner: number, assessment: string): void {
    if (latest.learner !== learner && this.otherPupil.get(latest.learner, learner) !== undefined) delivery.otherPupil += 1;
    const isOtherTest =
      latest.assessment !== assessment && this.otherTest.get(delivery.source, latest.assessment, assessment) !== undefined;
    if (isOtherTest) delivery.otherTest += 1;
  }
}
