import type { CountStore, CountsShared, CountsTold, Failed, FailedInAll, Spent } from '../../count-store.js';
import type { Pool } from '../connection/pool.js';
import { type Answer, type Asked, asked, trip } from '../connection/trip.js';
import { compile } from '../statement.js';

/** Keys of each kind that stay. */
const MOST_KEYS = 200_000;
/** A lock that was not committed yet when somebody looked is not much older than that when it is, in ms. */
const OVERLAP_MS = 10_000;
/** After this, in ms, a bucket is full again, however much was taken from it: see `SPEND`. */
const FULL_AFTER_MS = 120_000;

/** `@clock`: NULL, but in a test. */
const NOW = 'coalesce(CAST(@clock AS bigint), CAST(extract(epoch FROM now()) * 1000 AS bigint))';

/**
 * A bucket as that of `Rate`, which may go as far below nothing as it holds: several nodes let through what each of them saw. Whoever waits for
 * the rows of another meets them in one order: by key, and buckets before failures.
 */
const SPEND = compile(`
  INSERT INTO shared_rates AS r (key, per_minute, "left", at)
  SELECT s.key, s.bound, s.bound - s.spent, ${NOW}
    FROM unnest(CAST(@keys AS text[]), CAST(@counts AS float8[]), CAST(@bounds AS float8[])) AS s (key, spent, bound)
    ORDER BY s.key COLLATE "C"
  ON CONFLICT (key) DO UPDATE SET per_minute = excluded.per_minute, at = greatest(r.at, excluded.at),
    "left" = greatest(-excluded.per_minute, excluded."left" - excluded.per_minute
      + least(excluded.per_minute, r."left" + greatest(0, excluded.at - r.at) * excluded.per_minute / 60000))
  RETURNING key, "left"`);

/** As those of `Failures`: they count until a moment that the first of them sets, and the one that locks sets anew. */
const FAIL = compile(`
  INSERT INTO shared_failures AS f (key, failed, most, until, locked_at)
  SELECT s.key, s.failed, s.most, ${NOW} + s.length, CASE WHEN s.failed >= s.most THEN ${NOW} END
    FROM unnest(CAST(@keys AS text[]), CAST(@counts AS bigint[]), CAST(@bounds AS bigint[]), CAST(@windows AS bigint[]))
      AS s (key, failed, most, length)
    ORDER BY s.key COLLATE "C"
  ON CONFLICT (key) DO UPDATE SET most = excluded.most,
    failed = excluded.failed + CASE WHEN f.until > ${NOW} THEN f.failed ELSE 0 END,
    until = CASE WHEN f.until > ${NOW} AND (f.failed >= excluded.most OR f.failed + excluded.failed < excluded.most)
      THEN f.until ELSE excluded.until END,
    locked_at = CASE WHEN f.until <= ${NOW} THEN excluded.locked_at
      WHEN f.locked_at IS NOT NULL THEN f.locked_at
      WHEN f.failed + excluded.failed >= excluded.most THEN ${NOW} END
  RETURNING key, failed, greatest(0, until - ${NOW}) AS remaining`);

const LOCKED = compile(`
  SELECT key, until - ${NOW} AS remaining FROM shared_failures
    WHERE locked_at IS NOT NULL AND locked_at >= CAST(@since AS bigint) AND until > ${NOW}
    ORDER BY locked_at DESC LIMIT ${MOST_KEYS}`);

const MARK = compile(`SELECT ${NOW} AS mark`);

/** They wait for nobody, so that they can stand in nobody's way for long. */
const FORGET = [
  compile(`DELETE FROM shared_rates WHERE key IN (
    SELECT key FROM shared_rates WHERE at <= ${NOW} - ${FULL_AFTER_MS} FOR UPDATE SKIP LOCKED)`),
  compile(`DELETE FROM shared_failures WHERE key IN (
    SELECT key FROM shared_failures WHERE until <= ${NOW} FOR UPDATE SKIP LOCKED)`),
];
/** Of two that are of one moment the key decides. Those that lock stay longest. */
const TOO_MANY = [
  compile(`DELETE FROM shared_rates WHERE key IN (SELECT key FROM shared_rates WHERE key IN (
    SELECT key FROM shared_rates ORDER BY at DESC, key OFFSET CAST(@most AS bigint)) FOR UPDATE SKIP LOCKED)`),
  compile(`DELETE FROM shared_failures WHERE key IN (SELECT key FROM shared_failures WHERE key IN (
    SELECT key FROM shared_failures ORDER BY locked_at DESC NULLS LAST, until DESC, key OFFSET CAST(@most AS bigint)) FOR UPDATE SKIP LOCKED)`),
];

export interface PostgresCountsOptions {
  /** Instead of the clock of the database, in ms: for tests. */
  readonly clock?: () => number;
  readonly mostKeys?: number;
}

/** Counts in two tables without a log: what is lost with them in a crash of the server is a few minutes of counting. */
export class PostgresCounts implements CountStore {
  constructor(
    private readonly pool: Pool,
    private readonly options: PostgresCountsOptions = {},
  ) {}

  async tellCounts({ spent, failed, since }: CountsTold): Promise<CountsShared> {
    const clock = this.options.clock?.() ?? null;
    const answers = await this.trip([
      asked(MARK, { clock }),
      asked(LOCKED, { clock, since: since - OVERLAP_MS }),
      ...(spent.length === 0 ? [] : [asked(SPEND, { clock, ...spentLists(spent) })]),
      ...(failed.length === 0 ? [] : [asked(FAIL, { clock, ...failedLists(failed) })]),
    ]);
    const [mark, locked] = answers as [Answer, Answer];
    return {
      mark: (mark.rows[0] as { readonly mark: number }).mark,
      locked: new Map((locked.rows as readonly FailureRow[]).map(({ key, remaining }) => [key, remaining])),
      left: spent.length === 0 ? new Map() : leftOf(answers[2]!),
      failures: failed.length === 0 ? new Map() : failuresOf(answers.at(-1)!),
    };
  }

  async forgetCounts(): Promise<void> {
    const clock = this.options.clock?.() ?? null;
    const most = this.options.mostKeys ?? MOST_KEYS;
    await this.trip([
      ...FORGET.map((statement) => asked(statement, { clock })),
      ...TOO_MANY.map((statement) => asked(statement, { most })),
    ]);
  }

  private trip(statements: readonly Asked[]): Promise<readonly Answer[]> {
    return this.pool.with('counts', (client) => trip(client, statements));
  }
}

interface FailureRow {
  readonly key: string;
  readonly failed: number;
  readonly remaining: number;
}

function leftOf({ rows }: Answer): ReadonlyMap<string, number> {
  return new Map((rows as readonly { readonly key: string; readonly left: number }[]).map(({ key, left }) => [key, left]));
}

function failuresOf({ rows }: Answer): ReadonlyMap<string, FailedInAll> {
  return new Map((rows as readonly FailureRow[]).map(({ key, failed, remaining }) => [key, { failed, remainingMs: remaining }]));
}

function spentLists(spent: readonly Spent[]): object {
  return { keys: spent.map(({ key }) => key), counts: spent.map(({ count }) => count), bounds: spent.map(({ perMinute }) => perMinute) };
}

function failedLists(failed: readonly Failed[]): object {
  return {
    keys: failed.map(({ key }) => key),
    counts: failed.map(({ count }) => count),
    bounds: failed.map(({ most }) => most),
    windows: failed.map(({ windowMs }) => windowMs),
  };
}
