import { query } from '../../sql/query.js';
import { audit, first, run, type Script } from '../../sql/script.js';
import { EXCHANGE_CELL, EXCHANGE_COLUMNS, type ExchangeCells, type WholeExchange } from './exchange-columns.js';
import { exchangeEntry } from './exchange-entry.js';

/** Records of senders who did not prove who they are: a megabyte or some, however long strangers go on. */
export const MOST_BRIEF = 10_000;

/** A value for each column by its name. `stored_at` never goes down: a clock that was set back must not break that order. */
const INSERT = query<{ readonly seq: number }, Readonly<Record<string, ExchangeCells[number]>>>(
  ({ greatest }) => `
    INSERT INTO exchanges (${EXCHANGE_COLUMNS.join(', ')}, stored_at, results_before)
    VALUES (${EXCHANGE_COLUMNS.map((name) => `@${name}`).join(', ')},
      ${greatest('CAST(@now AS BIGINT)', 'coalesce((SELECT max(stored_at) FROM exchanges), 0)')},
      coalesce((SELECT max(seq) FROM results), 0))
    RETURNING seq`,
);

/** Removes brief records but for the last `most`. */
export const REMOVE_OLD_BRIEF = query<never, { readonly most: number }>(
  () => `
    DELETE FROM exchanges WHERE brief = 1 AND seq <= (SELECT seq FROM exchanges WHERE brief = 1 ORDER BY seq DESC LIMIT 1 OFFSET @most)`,
);

/** Stores a record that stands by itself, and gives its `seq`. With it goes the entry in the audit, unless it is brief. */
export function* insertExchange({ exchange, fields }: WholeExchange, actor: string): Script<number> {
  const isBrief = exchange[EXCHANGE_CELL.brief] === 1;
  if (!isBrief) yield* audit(exchangeEntry(exchange, fields, actor));
  const columns = Object.fromEntries(EXCHANGE_COLUMNS.map((name, place) => [name, exchange[place] ?? null]));
  const stored = yield* first(INSERT, { ...columns, now: Date.now() });
  if (isBrief) yield* run(REMOVE_OLD_BRIEF, { most: MOST_BRIEF });
  return stored!.seq;
}
