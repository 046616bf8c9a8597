import type { Finding } from '../../../uwlr/finding.js';
import { insertInto } from '../../sql/insert-into.js';
import type { StripRecord } from '../../store.js';
import { EXCHANGE_CELL, EXCHANGE_COLUMNS, type ExchangeCells, stripColumns } from '../../tables/exchanges/exchange-columns.js';
import type { DeliveryHead } from '../../tables/operation.js';
import { type Asked, asked } from '../connection/trip.js';
import { compile } from '../statement.js';
import type { Facts } from './decide.js';

const EXCHANGE = compile(insertInto('exchanges', ['seq', ...EXCHANGE_COLUMNS, 'stored_at', 'results_before']));
const SOURCE = compile('INSERT INTO sources (seq, school, party) VALUES (@seq, @school, @party)');
const DELIVERY = compile(`
  INSERT INTO deliveries (source, digest, exchange) VALUES (@source, @digest, @exchange)
  ON CONFLICT (source, digest) DO UPDATE SET exchange = excluded.exchange`);
const MOMENT = compile(`
  INSERT INTO latest_created (school, party, created_at_ns) VALUES (@school, @party, @createdAtNs)
  ON CONFLICT (school, party) DO UPDATE SET created_at_ns = excluded.created_at_ns`);
const REQUEST_KEY = compile(insertInto('request_keys', ['school', 'party', 'key', 'exchange', 'results', 'revised']));
const FINDINGS = compile('UPDATE exchanges SET findings = @findings, finding_count = @count WHERE seq = @exchange');
const STREAMED = compile(`
  UPDATE exchanges SET strips = coalesce(@strips, strips), strip_count = coalesce(@stripCount, strip_count), stored_at = @storedAt
  WHERE seq = @exchange`);

/** Now, unless the clock was set back: within a school that must not break the order that `stored_at` promises. */
export function storedNow({ last_stored: last }: Facts): number {
  return Math.max(Date.now(), last ?? 0);
}

/** The record of a message. */
export function writeExchange(cells: ExchangeCells, facts: Facts): Asked {
  const columns = Object.fromEntries(EXCHANGE_COLUMNS.map((name, place) => [name, cells[place] ?? null]));
  const { exchange: seq, results_before } = facts;
  return asked(EXCHANGE, { ...columns, seq, stored_at: storedNow(facts), results_before });
}

/** That a message was accepted, from whom, and of which moment it is. */
export function writeHead(head: DeliveryHead, facts: Facts): readonly Asked[] {
  const { school, party, digest, createdAtNs, aside } = head;
  const { exchange, source, moments } = facts;
  const writes = facts.is_new_source === 1 ? [asked(SOURCE, { seq: source, school, party })] : [];
  writes.push(asked(DELIVERY, { source, digest, exchange }));
  const isLast = moments.created === null || moments.created < createdAtNs;
  if (!aside && isLast) writes.push(asked(MOMENT, { school, party, createdAtNs }));
  return writes;
}

/** What a request under an idempotency key came to; nothing for one without. */
export function writeRequestKey(
  { school, party, requestKey }: DeliveryHead,
  exchange: number,
  { results, revised }: { readonly results: number; readonly revised: number },
): readonly Asked[] {
  return requestKey === undefined ? [] : [asked(REQUEST_KEY, { school, party, key: requestKey, exchange, results, revised })];
}

/** What came out while the message was being stored goes before what was found in it. */
export function withFindings(cells: ExchangeCells, added: readonly Finding[]): ExchangeCells {
  if (added.length === 0) return cells;
  const whole = [...cells];
  const kept = JSON.parse(cells[EXCHANGE_CELL.findings] as string) as readonly Finding[];
  whole[EXCHANGE_CELL.findings] = JSON.stringify([...added, ...kept]);
  whole[EXCHANGE_CELL.finding_count] = (cells[EXCHANGE_CELL.finding_count] as number) + added.length;
  return whole;
}

/** Findings of a record that was written without them. */
export function writeFindings(cells: ExchangeCells, exchange: number): Asked {
  return asked(FINDINGS, { findings: cells[EXCHANGE_CELL.findings], count: cells[EXCHANGE_CELL.finding_count], exchange });
}

/** For a message that was stored in slices: what was left out of it is known at its end, and it becomes visible then. */
export function writeStreamed(strips: readonly StripRecord[], exchange: number, storedAt: number): Asked {
  const columns = stripColumns(strips);
  const known = strips.length > 0;
  const values = { strips: known ? columns.strips : null, stripCount: known ? columns.strip_count : null };
  return asked(STREAMED, { ...values, storedAt, exchange });
}
