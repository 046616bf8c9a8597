import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { PostedSignals } from '../../model/posted-signals.js';
import type { Keyring } from '../../privacy/keyring.js';
import type { BodyLimits } from '../../soap/body.js';
import type { Agreement, Directory, Party } from '../../store/directory.js';
import type { ExchangeRecord, Store } from '../../store/store.js';
import type { Finding } from '../../uwlr/finding.js';
import { Findings } from '../../uwlr/findings.js';
import type { RuleId } from '../../uwlr/rules.js';
import { XmlError } from '../../xml/xml-error.js';
import { exchangeId } from '../exchange-id.js';
import { ExchangeLog } from '../exchange-log.js';
import { ENOUGH_ERRORS, wholeBody } from '../read-posted.js';
import { decisive } from '../refusal.js';
import { isGone, ruleFor } from '../rule-of.js';
import type { Workload } from '../workload.js';
import { type AcceptedSignals, AcceptSignals, type SignalIntakeStore } from './accept-signals.js';

/** As the exchange record and the audit call it. */
export const SIGNALLING = 'signals.write';

export const MOST_SIGNAL_BYTES = 1024 * 1024;

/** Signals that are looked at before others get a turn. */
const AT_ONCE = 50;

export interface PostSignalsOptions {
  readonly store: SignalIntakeStore & Pick<Store, 'record'>;
  readonly keyring: Keyring;
  readonly workload: Workload;
  readonly limits: BodyLimits;
  readonly now?: () => Date;
  /** Told of every request once it is dealt with; gets the record only, never content. */
  readonly observe?: (record: ExchangeRecord) => void;
}

/** A request of a vendor that may do so. */
export interface SignalRequest {
  readonly directory: Directory;
  readonly party: Party;
  /** Under which it may: also says for which school. */
  readonly agreement: Agreement;
  readonly body: Readable;
  readonly contentEncoding: string | undefined;
  /** Bytes that the sender announced; undefined when it did not. */
  readonly announcedBytes: number | undefined;
}

export type Signalled =
  | ({ readonly kind: 'taken'; readonly exchange: string } & AcceptedSignals)
  /** `rule`: the one that decided. */
  | { readonly kind: 'refused'; readonly rule: string; readonly findings: readonly Finding[] };

/** Signals that a vendor raises and withdraws as JSON. Of a request that is refused nothing but the exchange record is kept. Throws `StoreError`. */
export class PostSignals {
  readonly #accept: AcceptSignals;
  readonly #limits: BodyLimits;

  constructor(private readonly options: PostSignalsOptions) {
    const { store, keyring, limits } = options;
    this.#limits = { ...limits, bytes: Math.min(limits.bytes, MOST_SIGNAL_BYTES) };
    this.#accept = new AcceptSignals(store, keyring);
  }

  async post(request: SignalRequest): Promise<Signalled> {
    const { party, agreement, announcedBytes } = request;
    const received = this.#now();
    const log = new ExchangeLog(exchangeId(received.getTime()), SIGNALLING, received);
    log.findings = new Findings(party.policy);
    log.party = party;
    log.school = agreement.school;
    log.agreement = agreement;
    if (announcedBytes !== undefined && announcedBytes > this.#limits.bytes) {
      this.#addTooLarge(log);
      return this.#refuse(log);
    }
    const work = this.options.workload.admit(party.klantcode);
    if (work === undefined) return this.#refuse(log, 'UWLR-EX-005');
    try {
      const body = await this.#read(request, log, (bytes) => work.grow(bytes));
      return body === undefined ? await this.#refuse(log) : await this.#take(request, body, log);
    } catch (error) {
      await this.#refuse(log, ruleFor(error)).catch(() => {});
      throw error;
    } finally {
      work.done();
    }
  }

  #now(): Date {
    return this.options.now?.() ?? new Date();
  }

  #addTooLarge(log: ExchangeLog): void {
    log.add('UWLR-JSON-002', undefined, `more than ${this.#limits.bytes} bytes`);
  }

  async #read(request: SignalRequest, log: ExchangeLog, grow: (bytes: number) => boolean): Promise<Buffer | undefined> {
    try {
      const body = await wholeBody(request, this.#limits, log.bytes, grow);
      if (body === undefined) log.only('UWLR-EX-005');
      else log.digest = this.options.keyring.digest().update(body).digest('hex');
      return body;
    } catch (error) {
      if (error instanceof XmlError && error.code === 'limit') this.#addTooLarge(log);
      else if (error instanceof XmlError) log.add('UWLR-XML-005');
      else if (isGone(error)) log.add('UWLR-SOAP-007');
      else throw error;
      return undefined;
    }
  }

  async #take({ directory, party, agreement }: SignalRequest, body: Buffer, log: ExchangeLog): Promise<Signalled> {
    const posted = await readSignals(body, log);
    if (posted === undefined) return this.#refuse(log);
    const signals = posted.signals.map((signal, at) => ({
      posted: signal,
      place: (below: string) => ({ path: `/signals/${at}${below}`, line: 0, column: 0 }),
    }));
    const accepted = await this.#accept.accept({ directory, party, agreement, signals, now: this.#now() }, log);
    if (accepted === undefined) return this.#refuse(log);
    this.options.observe?.(log.record('accepted'));
    return { kind: 'taken', exchange: log.id, ...accepted };
  }

  async #refuse(log: ExchangeLog, rule?: RuleId): Promise<Signalled> {
    if (rule !== undefined) log.only(rule);
    const { list } = log.findings;
    const first = decisive(list);
    if (first === undefined) throw new Error('refused without a reason');
    const record = log.record('refused');
    await this.options.store.record(record);
    this.options.observe?.(record);
    return { kind: 'refused', rule: first.rule, findings: list };
  }
}

/** What was posted; undefined when it has not the shape: then the log holds an error. */
async function readSignals(body: Uint8Array, log: ExchangeLog): Promise<PostedSignals | undefined> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    log.add('UWLR-JSON-001');
    return undefined;
  }
  // With the first that is posted: a gateway that is never posted to starts sooner.
  const { signalShapeFaults } = await import('../../model/posted-signal-shape.js');
  let looked = 0;
  for (const fault of signalShapeFaults(value)) {
    if (fault !== undefined) log.add(fault.rule, { path: fault.pointer, line: 0, column: 0 }, fault.hint);
    if (log.findings.errors >= ENOUGH_ERRORS) break;
    if (++looked % AT_ONCE === 0) await setImmediate();
  }
  return log.findings.errors > 0 ? undefined : (value as PostedSignals);
}
