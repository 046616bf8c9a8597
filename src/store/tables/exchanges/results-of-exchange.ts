import type { Words } from '../../sql/words.js';

/**
 * SQL: result `row` came with exchange `exchange`. With one writer results of one message follow each other: they are looked for between the
 * last result of before it and that of before the next message, so that no index is needed for them.
 */
export function bringsResult(exchange: string, row: string, { oneWriter }: Words): string {
  const between = `${row}.seq > ${exchange}.results_before AND ${row}.seq <= coalesce(
    (SELECT after.results_before FROM exchanges after WHERE after.seq > ${exchange}.seq ORDER BY after.seq LIMIT 1), ${LAST})`;
  return `(${oneWriter(between)} ${row}.exchange = ${exchange}.seq)`;
}

/** SQL: the digest of the message of exchange `exchange` is kept, so that the same bytes are known. */
export function hasDelivery(exchange: string): string {
  return `EXISTS (SELECT 1 FROM sources o JOIN deliveries d ON d.source = o.seq
    WHERE o.school = ${exchange}.school AND o.party = ${exchange}.party AND d.digest = ${exchange}.digest AND d.exchange = ${exchange}.seq)`;
}

/** No result has a number as high. */
const LAST = Number.MAX_SAFE_INTEGER;
