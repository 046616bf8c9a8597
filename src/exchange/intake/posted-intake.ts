import type { Readable } from 'node:stream';
import { isPaused } from '../../directory/authorise.js';
import { exchangeId } from '../../model/time-uuid.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { BodyLimits } from '../../soap/endpoint/body.js';
import type { ExchangeRecord, Store } from '../../store/store.js';
import type { Finding } from '../../uwlr/finding.js';
import { Findings } from '../../uwlr/findings.js';
import type { RuleId } from '../../uwlr/rules.js';
import { XmlError } from '../../xml/xml-error.js';
import { ExchangeLog, type ExchangeSteps } from '../exchange-log.js';
import { decisive } from '../refusal.js';
import { isGone, ruleFor } from '../rule-of.js';
import type { Workload } from '../workload.js';
import type { Authority, Reauthorise } from './authority.js';
import { wholeBody } from './read-posted.js';

export interface PostedIntakeOptions {
  readonly store: Pick<Store, 'record'>;
  readonly keyring: Keyring;
  readonly workload: Workload;
  readonly limits: BodyLimits;
  readonly now?: () => Date;
  /** Told of every request once it is dealt with; gets the record only, never content. */
  readonly observe?: (record: ExchangeRecord, kept?: boolean, steps?: ExchangeSteps) => void;
}

/** A request of a party that may make it. */
export interface PostedRequest extends Authority {
  /** As `Reauthorise`; it need not say why not. */
  readonly again: Reauthorise;
  readonly body: Readable;
  readonly contentEncoding: string | undefined;
  /** Bytes that the sender announced; undefined when it did not. */
  readonly announcedBytes: number | undefined;
}

/** `rule`: the one that decided. */
export interface PostedRefusal {
  readonly kind: 'refused';
  readonly rule: string;
  readonly findings: readonly Finding[];
  readonly count: number;
}

/**
 * What is the same for every body of JSON that a vendor posts: its bounds, its turn, its bytes, and the record of a refusal. Of a request
 * that is refused nothing but the exchange record is kept.
 */
export class PostedIntake {
  readonly #limits: BodyLimits;

  /** `operation`: as the exchange record and the audit call it. `mostBytes`: of a body, also where more is allowed elsewhere. */
  constructor(
    private readonly options: PostedIntakeOptions,
    private readonly operation: string,
    mostBytes: number,
  ) {
    const { limits } = options;
    this.#limits = { ...limits, bytes: Math.min(limits.bytes, mostBytes) };
  }

  now(): Date {
    return this.options.now?.() ?? new Date();
  }

  /** Reads a body and has it taken in; gives what `take` gives, or the refusal. Throws what the store and `take` throw. */
  async post<T>(request: PostedRequest, take: (body: Buffer, log: ExchangeLog) => Promise<T>): Promise<T | PostedRefusal> {
    const { party, agreement, announcedBytes } = request;
    const received = this.now();
    const log = new ExchangeLog(exchangeId(received.getTime()), this.operation, received);
    log.findings = new Findings(party.policy);
    log.party = party;
    log.school = agreement.school;
    log.agreement = agreement;
    if (announcedBytes !== undefined && announcedBytes > this.#limits.bytes) {
      this.#addTooLarge(log);
      return this.refuse(log);
    }
    const work = this.options.workload.admit(party.klantcode);
    if (work === undefined) return this.refuse(log, 'UWLR-EX-005');
    try {
      const body = await this.#read(request, log, (bytes) => work.grow(bytes));
      log.stepDone('read');
      return body === undefined ? await this.refuse(log) : await take(body, log);
    } catch (error) {
      await this.refuse(log, ruleFor(error)).catch(() => {});
      throw error;
    } finally {
      work.done();
    }
  }

  /** How `request` is judged by another directory; when it may not be made any more, the log says so. */
  again({ again, agreement: { school } }: PostedRequest, log: ExchangeLog): Reauthorise {
    return async (directory) => {
      const authority = await again(directory);
      log.agreement = authority?.agreement;
      if (authority === undefined) log.only(isPaused(directory, school) ? 'UWLR-EX-013' : 'UWLR-EX-002');
      return authority;
    };
  }

  /** Keeps the record of a refusal: for `rule`, or for what the log holds. */
  async refuse(log: ExchangeLog, rule?: RuleId): Promise<PostedRefusal> {
    if (rule !== undefined) log.only(rule);
    const { list, count } = log.findings;
    const first = decisive(list);
    if (first === undefined) throw new Error('refused without a reason');
    const record = log.record('refused');
    await this.options.store.record(record);
    this.options.observe?.(record, true, log.steps);
    return { kind: 'refused', rule: first.rule, findings: list, count };
  }

  #addTooLarge(log: ExchangeLog): void {
    log.add('UWLR-JSON-002', undefined, `more than ${this.#limits.bytes} bytes`);
  }

  async #read(request: PostedRequest, log: ExchangeLog, grow: (bytes: number) => boolean): Promise<Buffer | undefined> {
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
}
