import type { Database } from 'better-sqlite3';
import { REUSED_KEYS } from '../../noticed.js';
import { seqOf } from '../../sql/cursor.js';
import { pageOf, rowsFor } from '../../sql/page.js';
import type { ExchangeActivity, ExchangeQuery, Page, ReusedKeys, StoredExchange } from '../../store.js';
import { type ExchangeColumns, storedExchange } from '../../tables/exchanges/exchange-columns.js';
import { StatementCache } from '../connection/statement-cache.js';
import { firstSince } from './first-since.js';

/** With nanoseconds as text: a number would round them, and every other number should stay a number. */
interface ExchangeRow extends Omit<ExchangeColumns, 'created_at_ns'> {
  readonly seq: number;
  readonly created_ns: string | null;
  readonly strips: string | null;
}

interface ActivityRow {
  readonly operation: string;
  readonly party: string | null;
  readonly agreement: string | null;
  readonly count: number;
  readonly last: string;
}

type ReusedKeysRow = { readonly [Name in keyof ReusedKeys]: ReusedKeys[Name] | (Name extends `other${string}` ? null : never) };

/** SQL: in the words of the index `exchanges_by_outcome`, or SQLite does not know that it may use it. */
const RARE = "outcome <> 'accepted'";

const SELECT = 'SELECT *, CAST(created_at_ns AS TEXT) AS created_ns FROM exchanges';

const FIRST_OF_ALL = 'SELECT seq FROM exchanges WHERE stored_at >= ? ORDER BY stored_at, seq LIMIT 1';

/** Reads exchange records. Synchronous, in small steps. */
export class ExchangeReader {
  private readonly statements: StatementCache;

  constructor(db: Database) {
    this.statements = new StatementCache(db);
  }

  /** Newest first, in the order in which they were stored. */
  page(query: ExchangeQuery): Page<StoredExchange> {
    const parameters: unknown[] = [];
    const conditions: string[] = [];
    const where = (condition: string, value: unknown): void => {
      conditions.push(condition);
      parameters.push(value);
    };
    // A plus takes a column out of the choice of an index. What is looked for is found soonest by a rare outcome, else in
    // its school, else with its party.
    const rare = query.outcome !== undefined && query.outcome !== 'accepted';
    if (query.outcome !== undefined) where(rare ? `outcome = ? AND ${RARE}` : '+outcome = ?', query.outcome);
    if (query.school !== undefined) where(rare ? '+school = ?' : 'school = ?', query.school);
    if (query.party !== undefined) where(rare || query.school !== undefined ? '+party = ?' : 'party = ?', query.party);
    if (query.since !== undefined) {
      // Nothing is stored before it came in: that says from which row on to look.
      where('seq >= ?', this.placeSince(query.school, Date.parse(query.since)));
      where('+received_at >= ?', query.since);
    }
    if (query.cursor !== undefined) where('seq < ?', seqOf('exchanges', query.cursor));
    const filter = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
    const sql = `${SELECT} ${filter} ORDER BY seq DESC LIMIT ?`;
    const rows = this.statements.prepare<ExchangeRow>(sql).all(...parameters, rowsFor(query.limit));
    return pageOf('exchanges', rows, query.limit, (row) => this.stored(row));
  }

  get(id: string): StoredExchange | undefined {
    const row = this.statements.prepare<ExchangeRow>(`${SELECT} WHERE id = ?`).get(id);
    return row && this.stored(row);
  }

  /** What was refused is not counted: nothing moved. */
  activity(school: string): readonly ExchangeActivity[] {
    const sql = `SELECT operation, party, agreement, count(*) AS count, max(received_at) AS last FROM exchanges
      WHERE school = ? AND outcome <> 'refused' GROUP BY operation, party, agreement ORDER BY operation, party, agreement`;
    return this.statements
      .prepare<ActivityRow>(sql)
      .all(school)
      .map(({ party, agreement, ...row }) => ({ ...row, ...(party !== null && { party }), ...(agreement !== null && { agreement }) }));
  }

  /** See `REUSED_KEYS`: the hint of such a finding begins with the number of results. */
  reusedKeys(since: string): readonly ReusedKeys[] {
    const sql = `
      WITH reused AS (SELECT seq, party, received_at, json_extract(finding.value, '$.rule') AS rule,
          CAST(json_extract(finding.value, '$.hint') AS INTEGER) AS results
        FROM exchanges, json_each(CASE WHEN findings LIKE '%UWLR-EX-01%' THEN findings ELSE '[]' END) finding
        WHERE stored_at >= :since AND party IS NOT NULL)
      SELECT party, sum(results) FILTER (WHERE rule = :pupil) AS otherPupil, sum(results) FILTER (WHERE rule = :test) AS otherTest,
        count(DISTINCT seq) AS messages, max(received_at) AS last
      FROM reused WHERE rule IN (:pupil, :test) GROUP BY party ORDER BY party`;
    const rows = this.statements.prepare<ReusedKeysRow>(sql).all({ since: Date.parse(since), ...REUSED_KEYS });
    return rows.map(({ otherPupil, otherTest, ...row }) => ({ ...row, otherPupil: otherPupil ?? 0, otherTest: otherTest ?? 0 }));
  }

  /** Where what was stored at an instant or later begins. Over all schools that needs one order of all that is stored: SQLite has one writer. */
  private placeSince(school: string | undefined, instant: number): number {
    const first =
      school === undefined
        ? this.statements.prepare<{ seq: number }>(FIRST_OF_ALL).get(instant)
        : firstSince(this.statements, school, instant);
    return first?.seq ?? Number.MAX_SAFE_INTEGER;
  }

  private stored(row: ExchangeRow): StoredExchange {
    const columns = { ...row, created_at_ns: row.created_ns === null ? null : BigInt(row.created_ns) };
    return storedExchange(columns);
  }
}
