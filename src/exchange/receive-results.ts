import { schoolId } from '../model/school-id.js';
import type { Keyring } from '../privacy/keyring.js';
import { type BodyLimits, bodyChunks, codeOf } from '../soap/body.js';
import type { SoapAnswer, SoapRequest } from '../soap/endpoint.js';
import { EnvelopeReader } from '../soap/envelope-reader.js';
import { envelope, faultEnvelope } from '../soap/fault.js';
import { readXml } from '../soap/read-envelope.js';
import type { Directory } from '../store/directory.js';
import type { ExchangeRecord, Store } from '../store/store.js';
import { StoreError } from '../store/store-error.js';
import type { Extensions } from '../uwlr/grammar/decoder.js';
import type { LeerresultatenVerzoek } from '../uwlr/messages/leerresultaten.js';
import type { RuleId } from '../uwlr/rules.js';
import { XmlError } from '../xml/xml-error.js';
import { AcceptResults, placeOf } from './accept-results.js';
import { exchangeId } from './exchange-id.js';
import { ExchangeLog } from './exchange-log.js';
import { decisive, faultCodeOf, faultFor } from './refusal.js';
import { ResultsIntake } from './results-intake.js';
import { XML_RULES } from './rule-of.js';
import type { Work, Workload } from './workload.js';

export interface ReceiveResultsOptions {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly workload: Workload;
  readonly limits: BodyLimits;
  readonly extensions: Extensions;
  readonly now?: () => Date;
  /** Told of every message once it is dealt with; gets the record only, never content. */
  readonly observe?: (record: ExchangeRecord) => void;
  /** Told of errors that nobody expected. */
  readonly onError?: (error: unknown, exchange: string) => void;
}

const CONFIRMATION = envelope('<leerresultaten_bevestiging xmlns="http://www.edustandaard.nl/leerresultaten/2/leerresultaten"/>');
const RETRY_SECONDS = 30;
/**
 * BrengLeerresultaten, as the LAS side answers it: reads, validates, checks who and by what right, minimises, translates,
 * stores, and only then confirms. Whatever is wrong becomes the fault of spec section e that goes with it, and nothing but
 * the exchange record is kept.
 */
export class ReceiveResults {
  readonly #accept: AcceptResults;
  readonly #now: () => Date;

  constructor(private readonly options: ReceiveResultsOptions) {
    this.#now = options.now ?? (() => new Date());
    this.#accept = new AcceptResults(options.store, options.keyring, options.extensions);
  }

  async handle(request: SoapRequest): Promise<SoapAnswer> {
    const received = this.#now();
    const log = new ExchangeLog(exchangeId(received.getTime()), 'BrengLeerresultaten', received);
    const work = this.options.workload.admit(request.announcedBytes);
    if (work === undefined) return this.#refuse(log, 'UWLR-EX-005');
    try {
      return await this.#receive(request, log, work);
    } catch (error) {
      const busy = error instanceof StoreError && (error.code === 'busy' || error.code === 'full' || error.code === 'closed');
      this.options.onError?.(error, log.id);
      return await this.#refuse(log, busy ? 'UWLR-EX-005' : 'UWLR-EX-006');
    } finally {
      work.done();
    }
  }

  async #receive(request: SoapRequest, log: ExchangeLog, work: Work): Promise<SoapAnswer> {
    const directory = await this.options.store.directory();
    const intake = new ResultsIntake(directory, this.options.extensions);
    const roomLeft = await this.#read(request, intake, log, work);
    if (!roomLeft) return this.#refuse(log, 'UWLR-EX-005');
    log.party = intake.party;
    log.version = intake.message?.version;
    log.school = knownSchool(directory, intake.message?.decoder.value as Partial<LeerresultatenVerzoek> | undefined);
    if (!['text/xml', 'application/soap+xml', ''].includes(request.mediaType)) log.add('UWLR-SOAP-006');
    const { message } = intake;
    const header = intake.autorisatie;
    if (message === undefined || header === undefined || intake.party === undefined || log.findings.errors > 0) return this.#refuse(log);
    const accepted = await this.#accept.accept(
      {
        directory,
        party: intake.party,
        header,
        decoder: message.decoder,
        value: message.decoder.value as LeerresultatenVerzoek,
        now: this.#now(),
      },
      log,
    );
    if (!accepted) return this.#refuse(log);
    this.options.observe?.(log.record(accepted.outcome));
    return { xml: CONFIRMATION, fault: false };
  }

  /** Reads the body to its end, or until it cannot be accepted any more. False: there was no room for all of it. */
  async #read(request: SoapRequest, intake: ResultsIntake, log: ExchangeLog, work: Work): Promise<boolean> {
    const reader = new EnvelopeReader(intake);
    const digest = this.options.keyring.digest();
    let full = false;
    let whole = false;
    try {
      await readXml(bodyChunks(request.body, request.contentEncoding, this.options.limits, log.bytes), reader, {
        charset: request.charset,
        onBytes: (chunk) => {
          digest.update(chunk);
          full = !work.grow(chunk.length);
        },
        enough: () => full || intake.hopeless || reader.problems[0]?.fault === 'version',
      });
      log.digest = digest.digest('hex');
      whole = true;
    } catch (error) {
      if (error instanceof XmlError) log.add(XML_RULES[error.code], { path: '', line: error.line, column: error.column }, error.reason);
      else if (isGone(error)) log.add('UWLR-SOAP-007');
      else throw error;
    }
    if (intake.message !== undefined) log.adopt(intake.message.findings);
    if (intake.message?.unsupported) {
      log.add('UWLR-EX-003', placeOf(intake.message.decoder, 'leerresultaten_verzoek/school/xsdversie'), 'expected: 2.1, 2.2 or 2.3');
    }
    intake.report(reader.problems, log.findings, whole);
    return !full;
  }

  async #refuse(log: ExchangeLog, rule?: RuleId): Promise<SoapAnswer> {
    if (rule !== undefined) log.only(rule);
    const { list, count } = log.findings;
    const first = decisive(list);
    if (first === undefined) throw new Error('refused without a reason');
    log.faultCode = faultCodeOf(first);
    const record = log.record('refused');
    await this.options.store.record(record).catch((error: unknown) => this.options.onError?.(error, log.id));
    this.options.observe?.(record);
    const xml = faultEnvelope(faultFor(first, list, count, log.id));
    return log.faultCode === 'Server.TijdelijkNietBeschikbaar' ? { xml, fault: true, retryAfter: RETRY_SECONDS } : { xml, fault: true };
  }
}

/** The school that a message names, also one that is refused, when it is one of ours. */
function knownSchool({ schools }: Directory, value: Partial<LeerresultatenVerzoek> | undefined): string | undefined {
  const id = value?.school === undefined ? undefined : schoolId(value.school);
  return id !== undefined && schools.has(id) ? id : undefined;
}

/** The sender closed the connection, or was cut off because it took too long. */
function isGone(error: unknown): boolean {
  return ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'EPIPE', 'ETIMEDOUT'].includes(codeOf(error));
}
