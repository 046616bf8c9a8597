import type { Readable } from 'node:stream';
import { resultId } from '../model/ids.js';
import type { IncomingMessage } from '../model/incoming/incoming-message.js';
import type { Keyring } from '../privacy/keyring.js';
import { resultIdentity } from '../privacy/result-identity.js';
import type { BodyLimits } from '../soap/body.js';
import type { Agreement, Directory, Party } from '../store/directory.js';
import type { AnsweredRequest, ExchangeRecord, Store } from '../store/store.js';
import { NO_EXTENSIONS } from '../uwlr/extensions.js';
import type { Finding } from '../uwlr/finding.js';
import { Findings } from '../uwlr/findings.js';
import { needleOf } from '../uwlr/hidden-id.js';
import type { RuleId } from '../uwlr/rules.js';
import { XmlError } from '../xml/xml-error.js';
import { AcceptResults, type ResultIntakeStore } from './accept-results.js';
import { cooperate } from './cooperate.js';
import { checkExtras } from './declared-extras.js';
import { exchangeId } from './exchange-id.js';
import { ExchangeLog } from './exchange-log.js';
import { type ReadResults, readPosted, wholeBody } from './read-posted.js';
import { decisive } from './refusal.js';
import { isGone, ruleFor } from './rule-of.js';
import { SchoolKeys } from './school-keys.js';
import type { Workload } from './workload.js';

/** As the exchange record and the audit call it. */
export const POSTING = 'results.write';

/** More than this at once would keep others waiting: JSON is read in one go. */
export const MOST_POSTED_BYTES = 8 * 1024 * 1024;

export interface PostResultsOptions {
  readonly store: ResultIntakeStore & Pick<Store, 'answeredRequest' | 'record'>;
  readonly keyring: Keyring;
  readonly workload: Workload;
  readonly limits: BodyLimits;
  /** True: results by ECK iDs of the pilot environment are refused. */
  readonly refusePilotIds?: boolean;
  readonly now?: () => Date;
  /** Told of every request once it is dealt with; gets the record only, never content. */
  readonly observe?: (record: ExchangeRecord) => void;
}

/** A request of a party that may do so. */
export interface PostRequest {
  readonly directory: Directory;
  readonly party: Party;
  /** Under which it may: also says for which school. */
  readonly agreement: Agreement;
  /** Chosen by the party: the same for the same request only. */
  readonly idempotencyKey: string;
  readonly body: Readable;
  readonly contentEncoding: string | undefined;
  /** Bytes that the sender announced; undefined when it did not. */
  readonly announcedBytes: number | undefined;
}

export type Posted =
  | {
      readonly kind: 'taken';
      /** Id of the exchange. */
      readonly exchange: string;
      readonly stored: number;
      readonly revised: number;
      /** The same body was taken before, under another key: nothing was stored now. */
      readonly repeated: boolean;
      /** It is the answer of the first time. */
      readonly again: boolean;
      /** Ids of the results, in their order. */
      readonly results: readonly string[];
    }
  /** `rule`: the one that decided. */
  | { readonly kind: 'refused'; readonly rule: string; readonly findings: readonly Finding[]; readonly count: number };

/**
 * Results that a vendor delivers as JSON: the same as BrengLeerresultaten, but for who it is, which was found out already. Of a request
 * that is refused nothing but the exchange record is kept, and its key is free. Throws `StoreError`.
 */
export class PostResults {
  readonly #accept: AcceptResults;
  readonly #schoolKeys: SchoolKeys;
  readonly #limits: BodyLimits;

  constructor(private readonly options: PostResultsOptions) {
    const { store, keyring, limits, refusePilotIds } = options;
    this.#limits = { ...limits, bytes: Math.min(limits.bytes, MOST_POSTED_BYTES) };
    this.#accept = new AcceptResults(store, keyring, NO_EXTENSIONS, refusePilotIds);
    this.#schoolKeys = new SchoolKeys(store, keyring);
  }

  async post(request: PostRequest): Promise<Posted> {
    const { party, agreement, announcedBytes } = request;
    const received = this.#now();
    const log = new ExchangeLog(exchangeId(received.getTime()), POSTING, received);
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

  async #read(request: PostRequest, log: ExchangeLog, grow: (bytes: number) => boolean): Promise<Buffer | undefined> {
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

  async #take({ directory, party, agreement, idempotencyKey }: PostRequest, body: Buffer, log: ExchangeLog): Promise<Posted> {
    const { store, keyring } = this.options;
    const { school } = agreement;
    const now = this.#now();
    const requestKey = keyring.digest().update(`idempotency key\0${idempotencyKey}`).digest('hex');
    const before = await store.answeredRequest(school, party.klantcode, requestKey);
    if (before !== undefined && before.digest !== log.digest) return this.#refuse(log, 'UWLR-EX-016');
    const posted = await readPosted(body, { now }, log);
    if (posted === undefined || !(await this.#declares(posted, party, log))) return this.#refuse(log);
    const ids = await this.#idsOf(posted.message, school, party.klantcode);
    // What became of pupils and agreement since then makes no other answer of it.
    if (before !== undefined) {
      log.repeats = before.repeats ?? before.exchange;
      const record = log.record('repeated');
      await store.record(record);
      this.options.observe?.(record);
      return answerOf(before, ids);
    }
    const incoming = { directory, party, agreement, intake: 'json', now, requestKey, ...posted } as const;
    const accepted = await this.#accept.accept(incoming, log);
    if (accepted === undefined) return this.#refuse(log);
    this.options.observe?.(log.record(accepted.outcome));
    if (accepted.outcome === 'accepted') {
      const { results, revised } = accepted;
      return { kind: 'taken', exchange: log.id, stored: results, revised, repeated: false, again: false, results: ids };
    }
    if (accepted.answer !== undefined) return answerOf(accepted.answer, ids);
    return { kind: 'taken', exchange: log.id, stored: 0, revised: 0, repeated: true, again: false, results: ids };
  }

  /** Whether the source profiles of the party declare all that its results say beyond what everybody may. Else the log holds an error. */
  async #declares({ message, places }: ReadResults, { klantcode: party }: Party, log: ExchangeLog): Promise<boolean> {
    const profiles = await this.options.store.goals.profiles.profileIndex();
    await cooperate(checkExtras(message, { places, party, profiles }, log));
    return log.findings.errors === 0;
  }

  async #idsOf({ pupils }: IncomingMessage, school: string, party: string): Promise<readonly string[]> {
    const schoolKey = await this.#schoolKeys.of(school);
    return pupils.map((pupil) => {
      const needle = pupil.leerlingid === undefined ? undefined : needleOf(pupil.leerlingid);
      return resultId(school, party, resultIdentity(pupil.resultAt(0).key, needle, schoolKey));
    });
  }

  async #refuse(log: ExchangeLog, rule?: RuleId): Promise<Posted> {
    if (rule !== undefined) log.only(rule);
    const { list, count } = log.findings;
    const first = decisive(list);
    if (first === undefined) throw new Error('refused without a reason');
    const record = log.record('refused');
    await this.options.store.record(record);
    this.options.observe?.(record);
    return { kind: 'refused', rule: first.rule, findings: list, count };
  }
}

function answerOf({ exchange, results, revised, repeats }: AnsweredRequest, ids: readonly string[]): Posted {
  return { kind: 'taken', exchange, stored: results, revised, repeated: repeats !== undefined, again: true, results: ids };
}
