import path from 'node:path';
import { openBooks } from './books.js';
import { LedgerFile } from './ledger-file.js';

/**
 * Holds what the vendor got confirmed against our books and the ledgers of the receivers. The LAS names results by their keys; the receiver
 * of the webhook by aliases that only it has, so that there the number and the values are compared.
 */
export async function compare({ directory, place, senders }) {
  const wanted = new Map(senders.flatMap((sender) => [...sender.results()].map(({ key, pupil, score }) => [key, `${pupil} ${score}`])));
  const { books, outcomes, twice, stored } = await inBooks(place);
  const ledgers = { las: lasLedger(directory, wanted), webhook: webhookLedger(directory, wanted) };
  const isWhole = ({ distinct, missing, different, unknown }) => distinct === wanted.size && missing + different + unknown === 0;
  const equal =
    twice === 0 &&
    ['las', 'webhook'].every((name) => books[name]?.delivered === wanted.size && Object.keys(books[name]).length === 1) &&
    stored === wanted.size &&
    ledgers.las.outOfOrder === 0 &&
    Object.values(ledgers).every(isWhole);
  return {
    equal,
    results: wanted.size,
    stored,
    books,
    deliveredTwice: twice,
    ledgers,
    attempts: Object.fromEntries(outcomes),
  };
}

/** Deliveries by target and state, attempts by outcome, results that were delivered twice, and all that is stored. */
async function inBooks(place) {
  const open = await openBooks(place);
  try {
    const books = {};
    const states = await open.rows(
      'SELECT l.target, o.state, count(*) AS n FROM outbox o JOIN delivery_lanes l ON l.seq = o.lane GROUP BY l.target, o.state',
    );
    for (const [target, state, n] of states) books[target] = { ...books[target], [state]: n };
    const outcomes = await open.rows("SELECT coalesce(outcome, 'open') AS outcome, count(*) AS n FROM delivery_attempts GROUP BY 1");
    const [[twice]] = await open.rows(
      "SELECT count(*) - count(DISTINCT CAST(result AS TEXT) || ' ' || CAST(lane AS TEXT)) AS n FROM outbox WHERE state = 'delivered'",
    );
    const [[stored]] = await open.rows('SELECT count(*) AS n FROM results');
    return { books, outcomes, twice, stored };
  } finally {
    await open.close();
  }
}

function lasLedger(directory, wanted) {
  const { entries, held, given } = read(directory, 'las');
  const different = [...held].filter(([key, value]) => wanted.has(key) && wanted.get(key) !== value).length;
  const unknown = [...held.keys()].filter((key) => !wanted.has(key)).length;
  const missing = [...wanted.keys()].filter((key) => !held.has(key)).length;
  const outOfOrder = entries.flatMap(({ items }) => items.map(([key]) => key)).filter(isBackwards()).length;
  return { distinct: held.size, lines: entries.length, repeated: given - held.size, missing, different, unknown, outOfOrder };
}

/** Whether a result came for the first time after one of a later message of its school. Keys say school, message and part. */
function isBackwards() {
  const [seen, latest] = [new Set(), new Map()];
  return (key) => {
    if (seen.has(key)) return false;
    seen.add(key);
    const [school, message] = key.split('-');
    const before = latest.get(school) ?? 0;
    latest.set(school, Math.max(before, Number(message)));
    return Number(message) < before;
  };
}

function webhookLedger(directory, wanted) {
  const { entries, held, given } = read(directory, 'webhook');
  const scores = (values) => tally(values.map((value) => value.split(' ').at(-1)));
  const [there, expected] = [scores([...held.values()]), scores([...wanted.values()])];
  const different = [...expected].reduce((sum, [score, n]) => sum + Math.abs(n - (there.get(score) ?? 0)), 0);
  return {
    distinct: held.size,
    lines: entries.length,
    repeated: given - held.size,
    missing: wanted.size - held.size,
    different,
    unknown: 0,
  };
}

function read(directory, name) {
  const ledger = new LedgerFile(path.join(directory, `${name}.ndjson`));
  ledger.close();
  const items = ledger.entries.flatMap((entry) => entry.items);
  return { entries: ledger.entries, held: new Map(items), given: items.length };
}

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
