import { PAUSE_RETRY_SECONDS, type Proof } from '../../directory/authorise.js';
import type { Directory, Party } from '../../directory/directory.js';
import { type SchoolIdentification, schoolId } from '../../model/school-id.js';
import { exchangeId } from '../../model/time-uuid.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { type BodyLimits, tooLarge } from '../../soap/endpoint/body.js';
import type { SoapAnswer, SoapRequest } from '../../soap/endpoint/endpoint.js';
import { faultEnvelope } from '../../soap/envelope/fault.js';
import type { ExchangeRecord, Store } from '../../store/store.js';
import { StoreError } from '../../store/store-error.js';
import type { ReadMessage } from '../../uwlr/decode.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import type { Autorisatie } from '../../uwlr/messages/autorisatie.js';
import type { RuleId } from '../../uwlr/rules.js';
import { ExchangeLog, type ExchangeSteps } from '../exchange-log.js';
import type { LastUses } from '../last-uses.js';
import type { Guard, TurnedAway } from '../limits/guard.js';
import { decisive, faultCodeOf, faultFor } from '../refusal.js';
import { ruleFor } from '../rule-of.js';
import type { Workload } from '../workload.js';
import { Arrival } from './arrival.js';
import { FastIntake } from './fast-intake.js';
import { MessageIntake } from './message-intake.js';
import { collectedBody, readRequest } from './read-request.js';
import { receive, receiveAgain } from './reception.js';
import { RETRY_SECONDS } from './unavailable.js';
import type { UnprovenRefusals } from './unproven-refusals.js';
import type { Visitor } from './visitor.js';

export interface SoapExchangeOptions {
  readonly store: Pick<Store, 'directory' | 'directoryNow' | 'record'>;
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
  readonly observe?: (record: ExchangeRecord, kept?: boolean, steps?: ExchangeSteps) => void;
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
  readonly message: ReadMessage;
  readonly now: Date;
  /** Who it is from by another directory, and what that makes of what was shown; undefined: nobody that it knows. Counts nothing once more. */
  readonly again: (directory: Directory) => Visitor | undefined;
}

/** What one service does with its messages. */
export interface SoapUseCase {
  /** Whether all that comes of a message is stored under the version of the directory that it was allowed by: see `Store.directoryNow`. */
  readonly comparesDirectory: boolean;
  /** The messages that it takes. */
  readonly roots: readonly Root[];
  /** The operation that a message stands for; for one that is not known, the first of the service. */
  operationOf(root: Root | undefined): string;
  /** The part of a message that names the school. Anything may be missing from a message that is refused. */
  schoolOf(value: unknown): SchoolIdentification | undefined;
  /** The answer; undefined when the message is refused: then the log holds an error. */
  answer(received: Received, log: ExchangeLog): Promise<SoapAnswer | undefined>;
}

/**
 * The steps that all SOAP operations share: make room, read, prove the sender, and answer an error with its fault (UWLR 2.2.1,
 * foutafhandeling). Of a refused message only the exchange record is kept, and of one from an unproven sender at most a brief record.
 */
export class SoapExchange {
  readonly #now: () => Date;
  readonly #fast: FastIntake;

  constructor(
    private readonly useCase: SoapUseCase,
    private readonly options: SoapExchangeOptions,
  ) {
    this.#now = options.now ?? (() => new Date());
    this.#fast = new FastIntake(useCase.roots, options.extensions);
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
    const arrival = new Arrival(this.options.workload);
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
    const { store, keyring, guard, limits, extensions } = this.options;
    // Before anything is waited for: most bodies are there by then.
    const collected = collectedBody(request);
    if (collected?.whole === true) arrival.come(request.caller);
    else arrival.wait(request);
    const known = this.useCase.comparesDirectory ? store.directoryNow() : undefined;
    const directory = known ?? (await store.directory());
    let shown: Autorisatie | undefined;
    const receiveOnce = (header: Autorisatie) =>
      arrival.receive(() => {
        shown = header;
        const reception = receive({ directory, keyring, guard, now: this.#now() }, header, request.caller);
        log.proved = reception.proved === true;
        log.refusal = reception.refusal;
        log.credential = reception.visitor?.proof.keyFor(undefined)?.id;
        if (log.credential !== undefined) this.options.uses?.used('key', log.credential);
        return reception;
      });
    const intake = () => new MessageIntake(this.useCase.roots, receiveOnce, extensions);
    const parts = { fast: this.#fast, receive: receiveOnce, intake, arrival, log, keyring, limits };
    const { turnedAway, message, root, visitor } = await readRequest(request, collected, parts);
    arrival.read();
    log.stepDone('read');
    // What strangers claim goes nowhere.
    if (log.proved && request.traceParent !== undefined) log.steps.sendersTrace = request.traceParent;
    log.operation = this.useCase.operationOf(root);
    if (turnedAway !== undefined) return this.#turnAway(log, turnedAway);
    if (arrival.dropped !== undefined) return this.#unkept(log, 'UWLR-EX-005', RETRY_SECONDS);
    if (arrival.full) return this.#refuse(log, 'UWLR-EX-005');
    if (!arrival.introduced) guard.failed(request.caller);
    if (arrival.late) log.add(arrival.introduced ? 'UWLR-EX-002' : 'UWLR-AUT-004');
    log.party = visitor?.party ?? log.refusal?.party;
    log.version = message?.version;
    log.school = message === undefined ? undefined : this.#knownSchool(directory, message);
    if (!['text/xml', 'application/soap+xml', ''].includes(request.contentType.name)) log.add('UWLR-SOAP-006');
    if (message === undefined || visitor === undefined || log.findings.errors > 0) return this.#refuse(log);
    let { party, proof } = visitor;
    const again = (changed: Directory): Visitor | undefined => {
      const {
        refusal,
        proved = false,
        visitor: known,
      } = receiveAgain({ directory: changed, keyring, now: this.#now() }, shown!, request.caller);
      log.proved = proved;
      log.refusal = refusal;
      ({ party, proof } = known ?? { party, proof });
      return known;
    };
    const answer = await this.useCase.answer({ directory, party, proof, message, now: this.#now(), again }, log);
    if (answer !== undefined) return answer;
    if (!proof.certificateFits) log.add('UWLR-EX-012');
    return this.#refuse(log);
  }

  /** The school that a message names, also one that is refused, when it is one of ours. */
  #knownSchool({ schools }: Directory, { value }: ReadMessage): string | undefined {
    const identification = this.useCase.schoolOf(value);
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
    observe?.(record, isKept, log.steps);
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
