import type { Changed, DeliveryChange, DeliveryFilter } from '../../outbox-store.js';
import { family } from '../../sql/query.js';
import { all, audit, run, type Script } from '../../sql/script.js';
import type { Words } from '../../sql/words.js';
import { auditEntry } from '../audit/audit-entry.js';
import { makeBatch } from './delivery-batches.js';
import { type FilterValues, FOUND_BY, type FoundBy, filterOf, filterSql, LANES } from './delivery-filter.js';
import { LEASED, restLane, wakeLane } from './delivery-lanes.js';
import { IS_TASK, viewFrom } from './delivery-view.js';
import { PENDING, PUT_BACK } from './outbox-rows.js';
import { endIfNoneIsStuck } from './target-troubles.js';

type Skipped = keyof Changed['skipped'];

export interface ChangeHow {
  readonly at: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

type PickValues = FilterValues & { readonly now: number; readonly force: 0 | 1 };

/** How many of a lane are picked: to be changed, or for what reason not. */
interface PickedRow {
  readonly verdict: 'do' | Skipped;
  readonly lane: number;
  readonly target: string;
  readonly school: string;
  readonly deliveries: number;
}

const CHANGES = ['cancel', 'hold', 'release', 'redrive'] as const satisfies readonly DeliveryChange[];

const OUT = `o.state = 'leased' AND ${LEASED}`;

/** SQL: the same revision is in the lane once more, in one of these states. */
function another(states: string, { by }: Words): string {
  return `EXISTS (SELECT 1 FROM outbox x ${by('outbox_by_result')}
    WHERE x.result = o.result AND x.lane = o.lane AND x.kind = o.kind AND x.seq <> o.seq AND x.state IN (${states}))`;
}

/** SQL: what becomes of delivery `o`, of lane `l`, with result `r`: whether it is to be changed, or why not. */
const VERDICTS: Readonly<Record<DeliveryChange, (words: Words) => string>> = {
  cancel: () =>
    `CASE WHEN o.state = 'cancelled' THEN 'already-so' WHEN o.state = 'delivered' THEN 'delivered' WHEN ${OUT} THEN 'on-its-way' ELSE 'do' END`,
  hold: () =>
    `CASE WHEN o.state = 'delivered' THEN 'delivered' WHEN o.state = 'leased' THEN 'on-its-way' WHEN o.${PENDING} THEN 'do' ELSE 'already-so' END`,
  release: () =>
    `CASE WHEN o.state = 'delivered' THEN 'delivered' WHEN ${OUT} THEN 'on-its-way' WHEN o.state = 'held' THEN 'do' ELSE 'already-so' END`,
  // A delivery that died may have been done again since, and with the same revision delivered twice a target has it twice.
  redrive: (words) => `CASE
    WHEN o.${PENDING} OR o.state = 'held' THEN 'not-settled'
    WHEN o.state = 'delivered' AND @force = 0 THEN 'delivered'
    WHEN EXISTS (SELECT 1 FROM targets t WHERE t.id = l.target AND t.ended_at IS NOT NULL) THEN 'gone'
    WHEN o.kind IN ('result', 'result.tagged') AND r.seq IS NULL OR o.kind = 'withdrawal' AND o.withdrawn IS NULL THEN 'gone'
    WHEN o.kind LIKE 'signal.%' AND NOT EXISTS (SELECT 1 FROM signals s WHERE s.seq = -o.result) THEN 'gone'
    WHEN r.current = 0 OR EXISTS (SELECT 1 FROM signals s WHERE s.seq = -o.result AND s.current = 0) THEN 'superseded'
    WHEN ${another("'waiting', 'leased', 'retrying', 'held'", words)} THEN 'waiting-already'
    WHEN @force = 0 AND ${another("'delivered'", words)} THEN 'delivered'
    ELSE 'do' END`,
};

/** SQL: what a filter finds, with what becomes of each. Of one revision only the latest is done again. */
function pickedSql(change: DeliveryChange, how: FoundBy, words: Words): string {
  const picked = `
    SELECT o.seq, o.lane, o.kind, o.result, CASE WHEN ${IS_TASK} THEN 'task' ELSE (${VERDICTS[change](words)}) END AS verdict
    ${viewFrom(words)} WHERE ${filterSql(how, words)}`;
  if (change !== 'redrive') return `(${picked}) p`;
  return `(SELECT f.seq, f.lane, CASE
    WHEN f.verdict = 'do' AND f.seq < max(CASE WHEN f.verdict = 'do' THEN f.seq END) OVER (PARTITION BY f.lane, f.kind, f.result)
    THEN 'waiting-already' ELSE f.verdict END AS verdict FROM (${picked}) f) p`;
}

/** SQL: changes deliveries, of which those to be changed are `todo`. */
const CHANGED: Readonly<Record<DeliveryChange, (todo: string) => string>> = {
  cancel: (todo) => `UPDATE outbox SET state = 'cancelled', reason = 'by-hand', settled_at = @now WHERE seq IN (${todo})`,
  hold: (todo) => `UPDATE outbox SET state = 'held', reason = 'paused' WHERE seq IN (${todo})`,
  release: (todo) => `UPDATE outbox SET state = ${PUT_BACK}, reason = NULL WHERE seq IN (${todo})`,
  redrive: (todo) => `
    INSERT INTO outbox (lane, kind, result, withdrawn, exchange, state, queued_at, redrives)
    SELECT lane, kind, result, withdrawn, exchange, 'waiting', @now, seq FROM outbox WHERE seq IN (${todo}) ORDER BY seq`,
};

type Shape = `${DeliveryChange} ${FoundBy}`;
const SHAPES = CHANGES.flatMap((change) => FOUND_BY.map((how): Shape => `${change} ${how}`));

function todoSql(shape: Shape, words: Words): string {
  return `SELECT p.seq FROM ${pickedSql(...partsOf(shape), words)} WHERE p.verdict = 'do'`;
}

function partsOf(shape: Shape): [change: DeliveryChange, how: FoundBy] {
  return shape.split(' ') as [DeliveryChange, FoundBy];
}

const PICKED = family<Shape, PickedRow, PickValues>(
  SHAPES,
  (shape, words) => `
    SELECT p.verdict, l.seq AS lane, l.target, l.school, count(*) AS deliveries
    FROM ${pickedSql(...partsOf(shape), words)} JOIN delivery_lanes l ON l.seq = p.lane
    GROUP BY p.verdict, l.seq, l.target, l.school ORDER BY l.seq`,
);
const CHANGE = family<Shape, never, PickValues>(SHAPES, (shape, words) => CHANGED[partsOf(shape)[0]](todoSql(shape, words)));
const IN_BATCHES = family<FoundBy, { readonly lane: number; readonly batch: number; readonly seq: number }, PickValues>(
  FOUND_BY,
  (how, words) => `
    SELECT lane, batch, seq FROM outbox WHERE batch IS NOT NULL AND seq IN (${todoSql(`hold ${how}`, words)}) ORDER BY batch, seq`,
);

/** How the audit calls it. */
const OPERATIONS = {
  cancel: 'delivery.cancel',
  hold: 'delivery.hold',
  release: 'delivery.release',
  redrive: 'delivery.redrive',
} as const satisfies Record<DeliveryChange, string>;

/**
 * Changes deliveries by hand. What is picked is looked for again when it is changed, in the same transaction: there may be too much of it to
 * keep. It may be of many schools; PostgreSQL locks those of the lanes that the filter leaves, first and in order.
 */
export function* changeDeliveries(
  change: DeliveryChange,
  filter: DeliveryFilter,
  { at, force = false, dryRun = false }: ChangeHow,
  actor: string,
): Script<Changed> {
  const now = Date.parse(at);
  const lanes = yield* all(LANES, { target: filter.target ?? null, school: filter.school ?? null });
  const found = filterOf(
    filter,
    lanes.map(({ seq }) => seq),
  );
  if (found === undefined) return changedOf([]);
  const values = { ...found.values, now, force: force ? 1 : 0 } as const;
  const picked = yield* all(PICKED(`${change} ${found.foundBy}`), values);
  const changed = changedOf(picked);
  if (dryRun) return changed;
  const todo = picked.filter(({ verdict }) => verdict === 'do');
  if (change === 'hold') yield* takeOut(found.foundBy, values);
  yield* run(CHANGE(`${change} ${found.foundBy}`), values);
  for (const { lane } of todo) {
    if (change === 'cancel' || change === 'hold') yield* restLane(lane);
    else yield* wakeLane(lane, now);
  }
  for (const target of Object.keys(changed.byTarget)) yield* endIfNoneIsStuck(target, now);
  // An entry per school and target.
  for (const { school, target, deliveries } of todo) {
    yield* audit(auditEntry(actor, OPERATIONS[change], { school, subject: target, counts: { deliveries } }));
  }
  return changed;
}

/** What is held leaves its batch: the rest of it may go before, under the same id. */
function* takeOut(how: FoundBy, values: PickValues): Script<void> {
  const batches = new Map<number, { readonly lane: number; readonly rows: number[] }>();
  for (const { lane, batch, seq } of yield* all(IN_BATCHES(how), values)) {
    const known = batches.get(batch);
    if (known === undefined) batches.set(batch, { lane, rows: [seq] });
    else known.rows.push(seq);
  }
  for (const [parent, { lane, rows }] of batches) yield* makeBatch(lane, rows, values.now, { parent, without: 0 });
}

function changedOf(picked: readonly PickedRow[]): Changed {
  const skipped: Partial<Record<Skipped, number>> = {};
  const byTarget: Record<string, number> = {};
  let changed = 0;
  for (const { verdict, target, deliveries } of picked) {
    if (verdict !== 'do') skipped[verdict] = (skipped[verdict] ?? 0) + deliveries;
    else {
      byTarget[target] = (byTarget[target] ?? 0) + deliveries;
      changed += deliveries;
    }
  }
  return { changed, skipped, byTarget };
}
