import type { Proof } from '../../directory/authorise.js';
import type { Directory, Party } from '../../directory/directory.js';
import { PAUSE_RETRY_SECONDS } from '../../directory/paused.js';
import { exchangeId } from '../../model/exchange-id.js';
import { type SchoolIdentification, schoolId } from '../../model/school-id.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { type BodyLimits, bodyChunks, tooLarge } from '../../soap/endpoint/body.js';
import type { SoapAnswer, SoapRequest } from '../../soap/endpoint/endpoint.js';
import { readMessage, refusingIncludes } from '../../soap/endpoint/read-message.js';
import { EnvelopeReader } from '../../soap/envelope/envelope-reader.js';
import { faultEnvelope } from '../../soap/envelope/fault.js';
import type { ExchangeRecord, Store } from '../../store/store.js';
import { StoreError } from '../../store/store-error.js';
import type { MessageDecoder } from '../../uwlr/decode.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { type Root, versionsOf } from '../../uwlr/grammar/grammar.js';
import type { RuleId } from '../../uwlr/rules.js';
import { XmlError } from '../../xml/xml-error.js';
import { ExchangeLog } from '../exchange-log.js';
import type { LastUses } from '../last-uses.js';
import type { Guard, TurnedAway } from '../limits/guard.js';
import { placeOf } from '../place-of.js';
import { decisive, faultCodeOf, faultFor } from '../refusal.js';
import { isGone, ruleFor, XML_RULES } from '../rule-of.js';
import type { Workload } from '../workload.js';
import { Arrival } from './arrival.js';
import { MessageIntake } from './message-intake.js';
import { receive } from './reception.js';
import { RETRY_SECONDS } from './unavailable.js';
import type { UnprovenRefusals } from './unproven-refusals.js';

export interface SoapExchangeOptions {
  readonly store: Pick<Store, 'directory' | 'record'>;
  readonly keyring: Keyring;
  readonly workload: Workload;
  readonly guard: Guard;
  readonly refusals: UnprovenRefusals;
  readonly limits: BodyLimits;
  readonly extensions: Extensions;
  /** True: results by ECK iDs of the pilot environment are refused. */
  readonly refusePilotIds?: boolean;
  readonly now?: () => Date;
  /** Told of every message once it is dealt with; gets the record only, never content. `kept` is false for one of too many to keep. */
  readonly observe?: (record: ExchangeRecord, kept?: boolean) => void;
  /** Told which key proved who sent a message. */
  readonly uses?: Pick<LastUses, 'used'>;
  /** Told of errors that nobody expected. */
  readonly onError?: (error: unknown, exchange: string) => void;
}

/** A request of a known party, of which header and shape are right. */
export interface Received {
  readonly directory: Directory;
  readonly party: Party;
  readonly proof: Proof;
  readonly root: Root;
  readonly message: MessageDecoder;
  readonly now: Date;
}

/** What one service does with its messages. */
export interface SoapUseCase {
  /** The messages that it takes. */
  readonly roots: readonly Root[];
  /** The operation that a message stands for; for one that is not known, the first of the service. */
  operationOf(root: Root | undefined): string;
  /** The part of a message that names the school. Anything may be missing from a message that is refused. */
  schoolOf(value: unknown, root: Root): SchoolIdentification | undefined;
  /** The answer; undefined when the message is refused: then the log holds an error. */
  answer(received: Received, log: ExchangeLog): Promise<SoapAnswer | undefined>;
}

/**
 * What every SOAP operation has in common: room for one more, reading, who it is from, and a fault for whatever is wrong: the
 * one of spec section e that goes with it. Of a message that is refused nothing but the exchange record is kept, and of one whose sender
 * did not prove who it is a brief one at most.
 */
export class SoapExchange {
  readonly #now: () => Date;

  constructor(
    private readonly useCase: SoapUseCase,
    private readonly options: SoapExchangeOptions,
  ) {
    this.#now = options.now ?? (() => new Date());
  }

  async handle(request: SoapRequest): Promise<SoapAnswer> {
    const received = this.#now();
    const log = new ExchangeLog(exchangeId(received.getTime()), this.useCase.operationOf(undefined), received);
    const turnedAway = this.options.guard.arrives(request.caller);
    if (turnedAway !== undefined) return this.#turnAway(log, turnedAway);
    if (this.#isAnnouncedTooLarge(request, log)) {
      this.options.guard.failed(request.caller);
      return this.#refuse(log);
    }
    const arrival = new Arrival(this.options.workload, request);
    try {
      return await this.#receive(request, log, arrival);
    } catch (error) {
      this.options.onError?.(error, log.id);
      return await this.#refuse(log, ruleFor(error), error);
    } finally {
      arrival.done();
    }
  }

  /** Nothing is read of what its sender says is too large; what it says counts for nothing else. */
  #isAnnouncedTooLarge({ announcedBytes = 0 }: SoapRequest, log: ExchangeLog): boolean {
    const { bytes } = this.options.limits;
    if (announcedBytes <= bytes) return false;
    log.add('UWLR-XML-003', undefined, tooLarge(bytes).reason);
    return true;
  }

  async #receive(request: SoapRequest, log: ExchangeLog, arrival: Arrival): Promise<SoapAnswer> {
    const { store, keyring, guard } = this.options;
    const directory = await store.directory();
    const intake = new MessageIntake(
      this.useCase.roots,
      (header) => {
        const reception = receive({ directory, keyring, guard, now: this.#now() }, header, request.caller);
        arrival.introduce(reception);
        log.proved = arrival.proved;
        log.refusal = reception.refusal;
        log.credential = reception.visitor?.proof.keyFor(undefined)?.id;
        if (log.credential !== undefined) this.options.uses?.used('key', log.credential);
        return reception;
      },
      this.options.extensions,
    );
    await this.#read(request, intake, log, arrival);
    arrival.read();
    log.operation = this.useCase.operationOf(intake.root);
    if (intake.turnedAway !== undefined) return this.#turnAway(log, intake.turnedAway);
    if (arrival.dropped !== undefined) return this.#unkept(log, 'UWLR-EX-005', RETRY_SECONDS);
    if (arrival.full) return this.#refuse(log, 'UWLR-EX-005');
    if (!arrival.introduced) guard.failed(request.caller);
    if (arrival.late) log.add(arrival.introduced ? 'UWLR-EX-002' : 'UWLR-AUT-004');
    const { message, root, visitor } = intake;
    const party = visitor?.party;
    log.party = party ?? log.refusal?.party;
    log.version = message?.version;
    log.school = message === undefined ? undefined : this.#knownSchool(directory, message);
    if (!['text/xml', 'application/soap+xml', ''].includes(request.mediaType)) log.add('UWLR-SOAP-006');
    if (message === undefined || root === undefined || visitor === undefined || log.findings.errors > 0) {
      return this.#refuse(log);
    }
    const answer = await this.useCase.answer({ directory, ...visitor, root, message, now: this.#now() }, log);
    if (answer !== undefined) return answer;
    if (!visitor.proof.certificateFits) log.add('UWLR-EX-012');
    return this.#refuse(log);
  }

  /** Reads the body to its end, or until it cannot be accepted any more. */
  async #read(request: SoapRequest, intake: MessageIntake, log: ExchangeLog, arrival: Arrival): Promise<void> {
    const reader = new EnvelopeReader(intake);
    const digest = this.options.keyring.digest();
    let whole = false;
    try {
      const chunks = bodyChunks(request.body, request.contentEncoding, this.options.limits, log.bytes);
      await readMessage(chunks, request.contentType, refusingIncludes(request.contentType, reader), {
        onBytes: (chunk) => {
          digest.update(chunk);
          arrival.grow(chunk.length);
        },
        enough: () => arrival.full || arrival.late || intake.shouldStopReading || reader.problems[0]?.fault === 'version',
      });
      log.digest = digest.digest('hex');
      whole = !arrival.late;
    } catch (error) {
      if (error instanceof XmlError) log.add(XML_RULES[error.code], { path: '', line: error.line, column: error.column }, error.reason);
      else if (isGone(error)) log.add('UWLR-SOAP-007');
      else throw error;
    }
    if (intake.message !== undefined) {
      log.adopt(intake.message.findings);
      reportVersion(intake.message, log);
    }
    intake.report(reader.problems, log.findings, whole);
  }

  /** The school that a message names, also one that is refused, when it is one of ours. */
  #knownSchool({ schools }: Directory, { root, decoder }: MessageDecoder): string | undefined {
    const identification = this.useCase.schoolOf(decoder.value, root);
    const id = identification === undefined ? undefined : schoolId(identification);
    return id !== undefined && schools.has(id) ? id : undefined;
  }

  #turnAway(log: ExchangeLog, { by, seconds }: TurnedAway): SoapAnswer {
    return this.#unkept(log, by === 'failures' ? 'UWLR-EX-014' : 'UWLR-EX-015', seconds);
  }

  /** Nothing is kept of it: what is refused so that it costs nothing should not cost a record. */
  #unkept(log: ExchangeLog, rule: RuleId, retryAfter: number): SoapAnswer {
    log.only(rule);
    return { ...this.#fault(log), retryAfter };
  }

  /** `cause`: an error that was told of already. */
  async #refuse(log: ExchangeLog, rule?: RuleId, cause?: unknown): Promise<SoapAnswer> {
    if (rule !== undefined) log.only(rule);
    const { rule: decided, ...answer } = this.#fault(log);
    await this.#keep(log, cause);
    if (log.faultCode !== 'Server.TijdelijkNietBeschikbaar') return answer;
    return { ...answer, retryAfter: decided === 'UWLR-EX-013' ? PAUSE_RETRY_SECONDS : RETRY_SECONDS };
  }

  async #keep(log: ExchangeLog, cause: unknown): Promise<void> {
    const { store, refusals, observe, onError } = this.options;
    const record = log.proved ? log.record('refused') : log.briefRecord();
    const kept = log.proved ? store.record(record).then(() => true) : refusals.add(record);
    const isKept = await kept.catch((error: unknown) => {
      // A full disk keeps neither the message nor its record: that is one thing to tell of.
      if (!isSameTrouble(error, cause)) onError?.(error, log.id);
      return true;
    });
    observe?.(record, isKept);
  }

  #fault(log: ExchangeLog): SoapAnswer & { readonly rule: string } {
    const { list, count } = log.findings;
    const first = decisive(list);
    if (first === undefined) throw new Error('refused without a reason');
    log.faultCode = faultCodeOf(first);
    return { xml: faultEnvelope(faultFor(first, list, count, log.id)), fault: true, rule: first.rule };
  }
}

function isSameTrouble(one: unknown, other: unknown): boolean {
  return one instanceof StoreError && other instanceof StoreError && one.code === other.code;
}

function reportVersion({ root, decoder, versionRule }: MessageDecoder, log: ExchangeLog): void {
  if (versionRule === undefined) return;
  log.add(versionRule, placeOf(decoder, `${root.element.name}/${root.versionPath}`), `expected: ${oneOf(versionsOf(root))}`);
}

/** `2.1, 2.2 or 2.3` */
function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
