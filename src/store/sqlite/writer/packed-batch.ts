import type { SliceCells } from '../../tables/cells.js';
import { EXCHANGE_CELL, EXCHANGE_COLUMNS, type ExchangeCells, type WholeExchange } from '../../tables/exchanges/exchange-columns.js';
import type { DeliveryHead, Operation, Stamped } from '../../tables/operation.js';
import type { Reply } from './protocol.js';

/**
 * A batch as it crosses to the writer's thread: one flat list of values for all its operations. Names of properties are not written out for
 * each message, as in objects, and the list of fields of an agreement, which is longer than many a message, crosses once.
 *
 * Of each operation: its kind, actor and secret, then for a delivery or record its values in a fixed order, else itself.
 */
export type PackedBatch = readonly unknown[];

/** Replies to a batch of deliveries that were all stored and nothing else: results and revised of each. */
type StoredCounts = readonly number[];
export type PackedReply = Reply | StoredCounts;

type DeliveryOperation = Extract<Operation, { kind: 'delivery' }>;
type Stamp = Pick<Stamped, 'actor' | 'secret'>;
type RecordOperation = Extract<Operation, { kind: 'record' }>;

/** Lists of fields that both sides know by number. */
const MOST_LISTS = 256;

/** Packs batches for one writer. */
export class BatchPacker {
  private readonly numbers = new Map<string, number>();

  pack(operations: readonly Stamped[]): PackedBatch {
    const values: unknown[] = [];
    for (const operation of operations) this.add(values, operation);
    return values;
  }

  /** What was packed did not arrive: the other side may lack lists of it. */
  forget(): void {
    this.numbers.clear();
  }

  private add(values: unknown[], operation: Stamped): void {
    const { kind, actor, secret } = operation;
    values.push(kind, actor, secret);
    if (kind === 'delivery') this.addDelivery(values, operation);
    else if (kind === 'record') {
      this.addExchange(values, operation);
      values.push(operation.disclosure);
    } else values.push(operation);
  }

  /** What the exchange says already is left out. */
  private addDelivery(values: unknown[], { head, rows }: DeliveryOperation): void {
    this.addExchange(values, head);
    values.push(head.acceptStale, head.acceptSameMoment, head.unordered, head.aside, head.requestKey, head.erasures, head.directory);
    values.push(head.assessments, head.targets, head.signals, rows.learners, rows.activities, rows.shared, rows.results);
  }

  private addExchange(values: unknown[], { exchange, fields }: WholeExchange): void {
    for (const cell of exchange) values.push(cell);
    this.addFields(values, fields);
  }

  /** Its number, and the list itself where the other side does not know it yet. */
  private addFields(values: unknown[], fields: string | undefined): void {
    const known = fields === undefined ? undefined : this.numbers.get(fields);
    if (fields === undefined || known !== undefined) {
      values.push(known, undefined);
      return;
    }
    if (this.numbers.size === MOST_LISTS) this.numbers.clear();
    const number = this.numbers.size;
    this.numbers.set(fields, number);
    values.push(number, fields);
  }
}

/** Unpacks what one `BatchPacker` packed, in that order. */
export class BatchUnpacker {
  private readonly lists: string[] = [];
  private values: PackedBatch = [];
  private at = 0;

  unpack(values: PackedBatch): readonly Stamped[] {
    this.values = values;
    this.at = 0;
    const operations: Stamped[] = [];
    while (this.at < values.length) operations.push(this.operation());
    this.values = [];
    return operations;
  }

  private operation(): Stamped {
    const kind = this.next() as Operation['kind'];
    const by = { actor: this.next() as string, secret: this.next() as string | undefined };
    if (kind === 'delivery') return this.delivery(by);
    if (kind === 'record') return this.record(by);
    return this.next() as Stamped;
  }

  private delivery(by: Stamp): Stamped {
    const exchange = this.exchange();
    const head = {
      exchange,
      fields: this.fields(),
      school: exchange[EXCHANGE_CELL.school],
      party: exchange[EXCHANGE_CELL.party],
      digest: exchange[EXCHANGE_CELL.digest],
      createdAtNs: exchange[EXCHANGE_CELL.created_at_ns],
      acceptStale: this.next(),
      acceptSameMoment: this.next(),
      unordered: this.next(),
      aside: this.next(),
      requestKey: this.next(),
      erasures: this.next(),
      directory: this.next(),
      assessments: this.next(),
      targets: this.next(),
      signals: this.next(),
    } as DeliveryHead;
    const rows = { learners: this.next(), activities: this.next(), shared: this.next(), results: this.next() } as SliceCells;
    return { kind: 'delivery', actor: by.actor, secret: by.secret, head, rows };
  }

  private record(by: Stamp): Stamped {
    const exchange = this.exchange();
    return { kind: 'record', exchange, fields: this.fields(), disclosure: this.next() as RecordOperation['disclosure'], ...by };
  }

  private exchange(): ExchangeCells {
    const from = this.at;
    this.at += EXCHANGE_COLUMNS.length;
    return this.values.slice(from, this.at) as ExchangeCells;
  }

  private fields(): string | undefined {
    const number = this.next() as number | undefined;
    const list = this.next() as string | undefined;
    if (number === undefined) return undefined;
    if (list !== undefined) this.lists[number] = list;
    return this.lists[number];
  }

  private next(): unknown {
    const value = this.values[this.at];
    this.at += 1;
    return value;
  }
}

export function packReply(reply: Reply): PackedReply {
  if (!reply.ok || !Array.isArray(reply.value)) return reply;
  const counts: number[] = [];
  for (const one of reply.value as readonly Reply[]) {
    const stored = one.ok && isPlain(one.value) ? one.value : undefined;
    if (stored === undefined) return reply;
    counts.push(stored.results, stored.revised);
  }
  return counts;
}

export function unpackReply(packed: PackedReply): Reply {
  if (!isCounts(packed)) return packed;
  const value: Reply[] = [];
  for (let at = 0; at < packed.length; at += 2) {
    value.push({ ok: true, value: { kind: 'stored', results: packed[at], revised: packed[at + 1] } });
  }
  return { ok: true, value };
}

interface PlainStored {
  readonly kind: 'stored';
  readonly results: number;
  readonly revised: number;
}

/** Says that a delivery was stored, and nothing else: rosters and signals are stored too, with other numbers. */
function isPlain(value: unknown): value is PlainStored {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'stored') return false;
  return 'results' in value && 'revised' in value && Object.keys(value).length === 3;
}

function isCounts(packed: PackedReply): packed is StoredCounts {
  return Array.isArray(packed);
}
