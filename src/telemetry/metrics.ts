import { setImmediate as nextTurn } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { LimitKind } from '../exchange/limits/guard.js';
import { OPERATIONS } from '../exchange/operations.js';
import type { Dropped } from '../exchange/workload.js';
import { type Asked, DOUBTS } from '../retention/purge-guard.js';
import { rowsOf } from '../retention/rows-of.js';
import type { PurgeLine } from '../store/retention-store.js';
import type { ExchangeRecord } from '../store/store.js';
import { STORE_TROUBLES, type StoreTrouble } from '../store/store-error.js';
import { FAULT_CODES } from '../uwlr/fault-code.js';
import { DeliveryMetrics } from './delivery-metrics.js';

/** Why a connection was closed by us, or not taken at all. */
export type CutKind =
  /** To make room: all places were taken, or all that its address has. */
  | 'pressure'
  | 'address'
  /** There was no room, and nobody who could be asked to make any. */
  | 'full'
  /** Its answer was not read. */
  | 'stalled'
  /** It asked on and on without waiting for answers. */
  | 'pipelined'
  /** A body came in pieces of next to nothing. */
  | 'pieces'
  /** The process could open no more files. */
  | 'descriptors';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const BYTES = [1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864];
const FAULTS: ReadonlySet<string> = new Set([...FAULT_CODES, 'VersionMismatch', 'MustUnderstand']);

/** What is in work now. */
export interface WorkInHand {
  readonly messages: number;
  readonly bytes: number;
  readonly unproven: { readonly messages: number; readonly bytes: number };
}

/** What became of the log. */
export interface LogInHand {
  linesLost(): number;
}

/** Of whom the result was that the key came back with. */
const REUSED: Readonly<Record<string, 'pupil' | 'test'>> = { 'UWLR-EX-017': 'pupil', 'UWLR-EX-018': 'test' };

/**
 * The figures at `/metrics`, for Prometheus. Labels come from fixed lists, and from the parties that the directory knows:
 * nothing that a sender makes up gets in, so nobody can fill the memory or leave a name here.
 */
export class Metrics {
  readonly #registry = new Registry();
  /** Results that go on to others. */
  readonly deliveries = new DeliveryMetrics(this.#registry);
  readonly #seconds = new Histogram({
    name: 'uwlr_exchange_seconds',
    help: 'Time from the first byte of a message to its response',
    labelNames: ['operation', 'outcome'] as const,
    buckets: SECONDS,
    registers: [this.#registry],
  });
  readonly #bytes = new Histogram({
    name: 'uwlr_exchange_bytes',
    help: 'Decoded size of messages',
    labelNames: ['operation'] as const,
    buckets: BYTES,
    registers: [this.#registry],
  });
  readonly #exchanges = new Counter({
    name: 'uwlr_exchanges_total',
    help: 'Messages by outcome; fault is none or the fault code, party is unknown unless the sender was recognised',
    labelNames: ['operation', 'outcome', 'fault', 'party'] as const,
    registers: [this.#registry],
  });
  readonly #results = new Counter({
    name: 'uwlr_results_stored_total',
    help: 'Results in accepted messages',
    registers: [this.#registry],
  });

  readonly #reusedKeys = new Counter({
    name: 'uwlr_result_keys_reused_total',
    help: 'Accepted messages with the key of a result that was of another pupil or test before, by party and by which of the two',
    labelNames: ['party', 'other'] as const,
    registers: [this.#registry],
  });
  readonly #learners = new Counter({
    name: 'uwlr_learners_total',
    help: 'Pupils whose data were sent to a vendor (out) or received from a school administration (in)',
    labelNames: ['direction'] as const,
    registers: [this.#registry],
  });

  readonly #turnedAway = new Counter({
    name: 'uwlr_turned_away_total',
    help: 'Rejected requests by reason: too many from an address or a party, too many failures, a slow body, an ambiguous head, a sender that did not authenticate in time (late) or before its place was needed (unproven)',
    labelNames: ['by'] as const,
    registers: [this.#registry],
  });

  readonly #unrecorded = new Counter({
    name: 'uwlr_refusals_unrecorded_total',
    help: 'Messages refused before authentication that were not recorded because there were too many',
    registers: [this.#registry],
  });

  readonly #guessed = new Counter({
    name: 'uwlr_guessing_alarms_total',
    help: 'Alarms about guesses at the keys of one klantcode from many addresses',
    registers: [this.#registry],
  });

  readonly #purged = new Counter({
    name: 'uwlr_purged_total',
    help: 'Rows removed because their retention term expired, by class of data',
    labelNames: ['class'] as const,
    registers: [this.#registry],
  });

  readonly #purgeFailures = new Counter({
    name: 'uwlr_purge_failures_total',
    help: 'Purges that could not start or were interrupted',
    registers: [this.#registry],
  });

  readonly #sealFailures = new Counter({
    name: 'uwlr_seal_failures_total',
    help: 'Failures to seal the audit, including an audit that does not match its last seal',
    registers: [this.#registry],
  });

  readonly #storeTrouble = new Gauge({
    name: 'uwlr_store_trouble',
    help: '1 for each problem that prevents storage now, otherwise 0',
    labelNames: ['kind'] as const,
    aggregator: 'max',
    registers: [this.#registry],
  });

  readonly #purgeAsks = new Gauge({
    name: 'uwlr_purge_asks',
    help: 'Data classes of schools that the last purge left for an operator to accept; doubt is clock or share',
    labelNames: ['doubt'] as const,
    aggregator: 'max',
    registers: [this.#registry],
  });

  readonly #connectionsCut = new Counter({
    name: 'uwlr_connections_cut_total',
    help: 'Connections closed or not accepted, by reason: pressure and address made room for another, full had no room, stalled did not read, pipelined did not wait for responses, pieces sent a body in tiny pieces, descriptors had no file descriptor left',
    labelNames: ['by'] as const,
    registers: [this.#registry],
  });

  #page: Promise<Buffer> | undefined;
  #source: () => Promise<string> = () => this.text();

  constructor(work: WorkInHand, log: LogInHand = { linesLost: () => 0 }) {
    gauge(this.#registry, 'uwlr_work_bytes', 'Bytes of the messages in work', () => work.bytes);
    gauge(this.#registry, 'uwlr_work_messages', 'Messages in work', () => work.messages);
    gauge(this.#registry, 'uwlr_unproven_bytes', 'Bytes of messages whose senders have not proved who they are', () => work.unproven.bytes);
    gauge(this.#registry, 'uwlr_unproven_messages', 'Messages whose senders have not proved who they are', () => work.unproven.messages);
    new Counter({
      name: 'uwlr_log_lines_lost_total',
      help: 'Log lines lost because they could not be written or their reader was too slow',
      registers: [this.#registry],
      collect() {
        this.reset();
        this.inc(log.linesLost());
      },
    });
    this.storeTrouble(undefined);
    this.purgeAsks([]);
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Counts one message. `party` in the record is set only for a party that the directory knows. */
  exchange(
    record: Pick<
      ExchangeRecord,
      'operation' | 'direction' | 'outcome' | 'faultCode' | 'party' | 'durationMs' | 'decodedBytes' | 'resultCount' | 'learnerCount'
    > &
      Partial<Pick<ExchangeRecord, 'findings'>>,
  ): void {
    const operation = OPERATIONS.has(record.operation) ? record.operation : 'unknown';
    const { outcome, faultCode } = record;
    this.#seconds.observe({ operation, outcome }, record.durationMs / 1000);
    this.#bytes.observe({ operation }, record.decodedBytes);
    this.#exchanges.inc({ operation, outcome, fault: faultOf(faultCode), party: record.party ?? 'unknown' });
    if (outcome !== 'accepted') return;
    this.#results.inc(record.resultCount);
    for (const { rule } of record.findings ?? []) {
      const other = REUSED[rule];
      if (other !== undefined) this.#reusedKeys.inc({ party: record.party ?? 'unknown', other });
    }
    // An exchange that we began brings pupils in; one that a vendor began takes them out.
    this.#learners.inc({ direction: record.direction === 'out' ? 'in' : 'out' }, record.learnerCount);
  }

  turnedAway(by: LimitKind | Dropped | 'slow' | 'head'): void {
    this.#turnedAway.inc({ by });
  }

  connectionCut(by: CutKind): void {
    this.#connectionsCut.inc({ by });
  }

  /** `open` tells how many connections there are. */
  watchConnections(open: () => number): void {
    gauge(this.#registry, 'uwlr_connections', 'Connections that are open', open);
  }

  /** A message of somebody unknown was refused, and has no record. */
  unrecorded(): void {
    this.#unrecorded.inc();
  }

  /** Somebody is after the key of a klantcode. */
  guessed(): void {
    this.#guessed.inc();
  }

  /** Counts what a purge removed. */
  purged({ class: of, removed }: Pick<PurgeLine, 'class' | 'removed'>): void {
    this.#purged.inc({ class: of }, rowsOf(removed));
  }

  sealFailed(): void {
    this.#sealFailures.inc();
  }

  purgeFailed(): void {
    this.#purgeFailures.inc();
  }

  /** Nothing can be stored, for this reason; undefined: it can. */
  storeTrouble(present: StoreTrouble | undefined): void {
    for (const kind of STORE_TROUBLES) this.#storeTrouble.set({ kind }, kind === present ? 1 : 0);
  }

  /** What the last purge asks. */
  purgeAsks(asks: readonly Pick<Asked, 'doubt'>[]): void {
    for (const doubt of DOUBTS) this.#purgeAsks.set({ doubt }, asks.filter((asked) => asked.doubt === doubt).length);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** From now on the page is this text: that of several processes which are one gateway. */
  pageOf(source: () => Promise<string>): void {
    this.#source = source;
  }

  /** The figures of this process, to be put together with those of others. */
  figures(): Promise<readonly object[]> {
    return this.#registry.getMetricsAsJSON();
  }

  /** The text as bytes, made once for all who ask in the same turn of the event loop: it takes milliseconds, and anybody may ask. */
  page(): Promise<Buffer> {
    this.#page ??= nextTurn().then(async () => {
      this.#page = undefined;
      return Buffer.from(await this.#source(), 'utf8');
    });
    return this.#page;
  }

  close(): void {
    this.#registry.clear();
  }
}

function faultOf(code: string | undefined): string {
  if (code === undefined) return 'none';
  return FAULTS.has(code) ? code : 'other';
}

function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
}
