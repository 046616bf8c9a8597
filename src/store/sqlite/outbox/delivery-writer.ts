import { setImmediate } from 'node:timers/promises';
import type { Committed, Delivery, Slice } from '../../store.js';
import { type Cell, NO_ROWS } from '../../tables/cells.js';
import { headOf } from '../../tables/results/delivery-head.js';
import { SlicePacker } from '../../tables/results/slice-packer.js';
import type { Reply, Request } from '../writer/protocol.js';
import { type Ask, unwrap, type WriteQueue } from '../writer/write-queue.js';

/** A delivery of one slice shares a transaction with others; a longer one is streamed into one of its own. */
export async function writeDelivery(queue: WriteQueue, delivery: Delivery, actor: string): Promise<Committed> {
  const slices = delivery.slices[Symbol.iterator]();
  const first = slices.next();
  const second = first.done ? first : slices.next();
  const packer = new SlicePacker(delivery.exchange.school);
  if (!first.done && !second.done) {
    const head = headOf(delivery, []);
    const start = [first.value, second.value];
    return queue.alone((ask) => stream(ask, { kind: 'open', head, actor }, packer, start, slices, delivery.strips));
  }
  const rows = first.done ? NO_ROWS : packer.pack(first.value);
  const head = headOf(delivery, delivery.strips());
  const size = characters(rows.results) + characters(rows.shared) + characters(head.assessments);
  // Not awaited: while this function waited, all that it made would be in memory.
  return queue.write({ kind: 'delivery', head, rows, actor }, size) as Promise<Committed>;
}

/**
 * Slices go to the writer one by one, two under way at most: one that is being written, one that is being made. Between
 * them the event loop gets its turn. Whatever goes wrong, nothing of the delivery stays.
 */
async function stream(
  ask: Ask,
  opening: Extract<Request, { kind: 'open' }>,
  packer: SlicePacker,
  start: readonly Slice[],
  rest: Iterator<Slice>,
  strips: Delivery['strips'],
): Promise<Committed> {
  let previous: Promise<Reply> | undefined;
  const send = async (slice: Slice): Promise<void> => {
    const written = ask({ kind: 'slice', rows: packer.pack(slice) });
    if (previous) unwrap(await previous);
    previous = written;
    await setImmediate();
  };
  try {
    const decided = unwrap(await ask(opening));
    if (decided !== undefined) return decided as Committed;
    for (const slice of start) await send(slice);
    for (let next = rest.next(); !next.done; next = rest.next()) await send(next.value);
    if (previous) unwrap(await previous);
    return unwrap(await ask({ kind: 'end', strips: strips() })) as Committed;
  } catch (error) {
    await ask({ kind: 'abort' });
    throw error;
  } finally {
    // Whoever makes the slices may hold on to something: also when they were not all wanted.
    rest.return?.();
  }
}

function characters(cells: readonly Cell[]): number {
  let sum = 0;
  for (const cell of cells) sum += typeof cell === 'string' ? cell.length : 1;
  return sum;
}
