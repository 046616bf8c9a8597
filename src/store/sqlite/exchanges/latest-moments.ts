import type { Database, Statement } from 'better-sqlite3';
import { type Moment, type Moments, NO_MOMENTS } from '../../tables/exchanges/moments.js';
import type { Kept, WriterMemory } from '../connection/writer-memory.js';

const MOST_SENDERS = 10_000;

/** The order of the messages of each party for each school, by aanmaakdatum. Synchronous; runs inside the caller's transaction. */
export class LatestMoments {
  private readonly find: Statement<[string, string], Moments>;
  private readonly insert: Statement<[string, string, bigint]>;
  private readonly move: Statement<[bigint, string, string]>;
  private readonly kept: Kept<Moments>;

  constructor(db: Database, memory: WriterMemory) {
    this.kept = memory.part(MOST_SENDERS);
    this.find = db
      .prepare<[string, string], Moments>(
        'SELECT created_at_ns AS created, forgotten_ns AS forgotten FROM latest_created WHERE school = ? AND party = ?',
      )
      .safeIntegers();
    this.insert = db.prepare('INSERT INTO latest_created (school, party, created_at_ns) VALUES (?, ?, ?)');
    this.move = db.prepare('UPDATE latest_created SET created_at_ns = ? WHERE school = ? AND party = ?');
  }

  of({ school, party }: Pick<Moment, 'school' | 'party'>): Moments {
    return this.kept.read(nameOf(school, party), () => this.find.get(school, party) ?? NO_MOMENTS);
  }

  raise({ school, party, createdAtNs }: Moment, { created, forgotten }: Moments): void {
    if (created !== null && created >= createdAtNs) return;
    if (created === null) this.insert.run(school, party, createdAtNs);
    else this.move.run(createdAtNs, school, party);
    this.kept.set(nameOf(school, party), { created: createdAtNs, forgotten });
  }
}

function nameOf(school: string, party: string): string {
  return `${school}\n${party}`;
}
