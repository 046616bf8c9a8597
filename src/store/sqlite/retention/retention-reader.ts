import type { Database, Statement } from 'better-sqlite3';
import type { DataClass } from '../../../privacy/data-class.js';
import { BELIEVED, type PurgeLine, type PurgeOutcome, type PurgeReport, type SchoolTerm } from '../../retention-store.js';

interface PurgeRow {
  readonly seq: number;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly outcome: string;
  readonly held: string;
  readonly bytes_before: number;
  readonly bytes_after: number | null;
}

interface LineRow {
  readonly class: string;
  readonly school: string;
  readonly before: string;
  readonly removed: string;
  readonly bytes: number;
}

/** Reads terms and reports. Synchronous, in small steps. */
export class RetentionReader {
  private readonly allTerms: Statement<[], { school: string; class: string; days: number; set_at: string }>;
  private readonly latest: Statement<[number], PurgeRow>;
  private readonly one: Statement<[number], PurgeRow>;
  private readonly lines: Statement<[number], LineRow>;
  private readonly believed: Statement<[string], string>;
  private readonly newestMessage: Statement<[], number | null>;

  constructor(db: Database) {
    this.allTerms = db.prepare('SELECT school, class, days, set_at FROM retention_terms ORDER BY school, class');
    this.latest = db.prepare('SELECT * FROM purges ORDER BY seq DESC LIMIT ?');
    this.one = db.prepare('SELECT * FROM purges WHERE seq = ?');
    this.lines = db.prepare('SELECT class, school, before, removed, bytes FROM purge_lines WHERE purge = ? ORDER BY class, school');
    this.believed = db.prepare<[string], string>('SELECT started_at FROM purges WHERE outcome IN (SELECT value FROM json_each(?))').pluck();
    this.newestMessage = db.prepare<[], number | null>('SELECT max(stored_at) FROM exchanges').pluck();
  }

  /** See `RetentionStore.knownMoment`. As instants: a clock may be in a year that no text compares with. */
  knownMoment(now: number): string | undefined {
    const moments = this.believed.all(JSON.stringify(BELIEVED)).map((at) => Date.parse(at));
    const until = moments.filter((at) => at <= now);
    if (until.length > 0) return new Date(Math.max(...until)).toISOString();
    if (moments.length > 0) return new Date(now).toISOString();
    const message = this.newestMessage.get();
    return message == null ? undefined : new Date(message).toISOString();
  }

  terms(): readonly SchoolTerm[] {
    return this.allTerms.all().map(({ school, class: of, days, set_at }) => ({ school, class: of as DataClass, days, setAt: set_at }));
  }

  reports(limit: number): readonly PurgeReport[] {
    return this.latest.all(limit).map((row) => this.report(row));
  }

  get(id: number): PurgeReport | undefined {
    const row = this.one.get(id);
    return row && this.report(row);
  }

  private report(row: PurgeRow): PurgeReport {
    return {
      id: row.seq,
      startedAt: row.started_at,
      ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
      outcome: row.outcome as PurgeOutcome,
      held: JSON.parse(row.held) as string[],
      lines: this.lines.all(row.seq).map(purgeLine),
      bytesBefore: row.bytes_before,
      ...(row.bytes_after === null ? {} : { bytesAfter: row.bytes_after }),
    };
  }
}

function purgeLine({ class: of, school, before, removed, bytes }: LineRow): PurgeLine {
  return {
    class: of as DataClass,
    ...(school === '' ? {} : { school }),
    before,
    removed: JSON.parse(removed) as Record<string, number>,
    bytes,
  };
}
