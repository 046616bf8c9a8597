import { hash, randomBytes } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import { StoreError } from '../../store-error.js';
import { type Cells, LEARNER_CELLS, unsealed } from '../../tables/cells.js';
import { matchOf } from '../../tables/results/learner-match.js';
import type { MetLearner, OpenDelivery } from '../connection/open-delivery.js';
import type { Kept } from '../connection/writer-memory.js';
import { EckIdTable } from './eck-id-table.js';

/** What the row of a learner has, as far as a message said so: that is no news any more. */
interface KnownLearner {
  readonly seq: number;
  readonly sealed: boolean;
  readonly eckAlias: string | null;
  /** Of its ECK iD, which is not kept. */
  readonly eckDigest: string | null;
  /** As in `MetLearner`. */
  eckNumber: number | undefined;
}

/** The vault of learners. Synchronous; runs inside the caller's transaction. */
export class LearnerTable {
  private readonly upsert: Statement<unknown[]>;
  private readonly upsertMatched: Statement<unknown[]>;
  private readonly anyAlias: Statement<[school: string], number>;
  private readonly find: Statement<[school: string, alias: string], number>;
  private readonly eckIds: EckIdTable;
  private readonly salt = randomBytes(16).toString('hex');

  /** `memory`: learners by school and alias. */
  constructor(
    db: Database,
    private readonly memory: Kept<KnownLearner>,
  ) {
    this.eckIds = new EckIdTable(db);
    // The ECK iD follows its source: it changes when a pupil gets another BSN. The sealed key is the same key under
    // other bytes each time, so the first one stays and nothing is rewritten for it.
    const update = `
      eck_id = coalesce(excluded.eck_id, eck_id),
      sealed_id = coalesce(sealed_id, excluded.sealed_id),
      eck_alias = coalesce(excluded.eck_alias, eck_alias)`;
    const news = `
      (excluded.eck_id IS NOT NULL AND excluded.eck_id IS NOT eck_id)
      OR (sealed_id IS NULL AND excluded.sealed_id IS NOT NULL)
      OR (excluded.eck_alias IS NOT NULL AND excluded.eck_alias IS NOT eck_alias)`;
    this.upsert = db.prepare(`
      INSERT INTO learners (school, alias, eck_id, sealed_id, eck_alias) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (school, alias) DO UPDATE SET ${update} WHERE ${news}`);
    // A learner without news has its match already: whatever changes the aliases of a roster sees to that.
    this.upsertMatched = db.prepare(`
      INSERT INTO learners (school, alias, eck_id, sealed_id, eck_alias, roster_learner)
      VALUES (?, ?, ?, ?, ?, ${matchOf('?', '?', '?')})
      ON CONFLICT (school, alias) DO UPDATE SET ${update},
        roster_learner = ${matchOf('learners.school', 'coalesce(excluded.eck_alias, learners.eck_alias)', 'learners.alias')}
      WHERE ${news}`);
    this.anyAlias = db.prepare<[string], number>('SELECT EXISTS (SELECT 1 FROM learner_aliases WHERE school = ?)').pluck();
    this.find = db.prepare<[string, string], number>('SELECT seq FROM learners WHERE school = ? AND alias = ?').pluck();
  }

  /** True when there is a roster to match the learners of this school with. */
  hasRoster(school: string): boolean {
    return this.anyAlias.get(school) === 1;
  }

  store(delivery: OpenDelivery, cells: Cells): void {
    const { school } = delivery;
    for (let at = 0; at < cells.length; at += LEARNER_CELLS) {
      const alias = cells[at]!;
      const [eckId, sealedId, eckAlias] = [cells[at + 1] ?? null, cells[at + 2] ?? null, cells[at + 3] ?? null];
      const name = `${school}\n${alias}`;
      const known = this.memory.get(name);
      const eckDigest = eckId === null ? null : hash('sha256', this.salt + eckId, 'base64');
      const isNews =
        known === undefined ||
        (sealedId !== null && !known.sealed) ||
        (eckAlias !== null && eckAlias !== known.eckAlias) ||
        (eckDigest !== null && eckDigest !== known.eckDigest);
      if (!isNews) {
        delivery.learners.set(alias, { known, eckId });
        continue;
      }
      this.put(delivery, alias, eckId, unsealed(sealedId), eckAlias);
      const now = {
        seq: known?.seq ?? this.look(school, alias),
        sealed: sealedId !== null || known?.sealed === true,
        eckAlias: eckAlias ?? known?.eckAlias ?? null,
        eckDigest: eckDigest ?? known?.eckDigest ?? null,
        eckNumber: eckDigest === null ? known?.eckNumber : undefined,
      };
      this.memory.set(name, now);
      delivery.learners.set(alias, { known: now, eckId });
    }
  }

  private put({ school, hasRoster }: OpenDelivery, alias: string, eckId: string | null, sealedId: Buffer | null, eckAlias: string | null) {
    if (hasRoster) this.upsertMatched.run(school, alias, eckId, sealedId, eckAlias, school, eckAlias, school, alias);
    else this.upsert.run(school, alias, eckId, sealedId, eckAlias);
  }

  /** The number of a learner of the delivery's school. Throws `StoreError('unknown')` for one that was never stored. */
  numberOf(delivery: OpenDelivery, alias: string): number {
    return this.met(delivery, alias).known.seq;
  }

  /** The number of the ECK iD that a result of a learner came with, see `EckIdTable`. Throws as `numberOf`. */
  eckNumberOf(delivery: OpenDelivery, alias: string, eckId: string | null): number {
    if (eckId === null) return 0;
    const met = this.met(delivery, alias);
    if (eckId !== met.eckId) return this.eckIds.numberOf(met.known.seq, eckId);
    met.known.eckNumber ??= this.eckIds.numberOf(met.known.seq, eckId);
    return met.known.eckNumber;
  }

  private met({ school, learners }: OpenDelivery, alias: string): MetLearner {
    let met = learners.get(alias);
    if (met === undefined) {
      met = { known: { seq: this.look(school, alias), eckNumber: undefined }, eckId: null };
      learners.set(alias, met);
    }
    return met;
  }

  private look(school: string, alias: string): number {
    const found = this.find.get(school, alias);
    if (found === undefined) throw new StoreError('unknown', 'results: a result is of a learner that is not known');
    return found;
  }
}
