import type { Hmac } from 'node:crypto';
import type { Asked, Question } from '../../model/roster/roster-questions.js';
import { SoapClient } from '../../soap/client/client.js';
import type { SoapReply } from '../../soap/client/client-answer.js';
import { SoapClientError } from '../../soap/client/client-error.js';
import type { SoapClientOptions } from '../../soap/client/client-options.js';
import { FAULT_CODES, type FaultCode } from '../../uwlr/fault-code.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { EncodeError } from '../../uwlr/grammar/encode-error.js';
import { requestEnvelope, soapActionOf } from '../partner/request-envelope.js';
import { placeOf } from '../place-of.js';
import { ENVELOPE_RULES } from '../rule-of.js';
import { AnswerIntake } from './answer-intake.js';
import type { ReadRoster } from './roster-intake.js';
import type { SyncLog } from './sync-log.js';
import { CALL_RULES, SyncStop } from './sync-stop.js';
import { badConfiguration, inSteps, type SyncTarget } from './sync-target.js';

const CODES: readonly string[] = [...FAULT_CODES, 'VersionMismatch', 'MustUnderstand'] satisfies FaultCode[];

export interface CallerOptions {
  readonly target: SyncTarget;
  readonly client: SoapClientOptions;
  readonly extensions: Extensions;
  readonly log: SyncLog;
  /** Takes in all bytes of all answers. */
  readonly digest: Hmac;
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** What a question was answered with, when that was read without errors. */
export type RosterReply = ReadRoster | 'geenwijzigingen' | 'geengegevens';

/** Puts questions to one administration, one after the other. Whatever is no answer ends the sync: `SyncStop`, with why in the findings. */
export class RosterCaller {
  readonly #client: SoapClient;

  constructor(private readonly options: CallerOptions) {
    this.#client = this.#guarded(() => new SoapClient(options.client));
  }

  async ask(question: Question, asked: Asked): Promise<RosterReply> {
    const { target, extensions, log, digest } = this.options;
    const { version, header, endpoint } = target;
    const intake = new AnswerIntake(question.answer, { findings: log.findings, version, extensions });
    const message = { ...asked, xsdversie: version } as never;
    const body = this.#guarded(() => requestEnvelope(question.request, version, header, message));
    const call = { url: endpoint, soapAction: soapActionOf(question.operation), body };
    const hooks = {
      onBytes: (chunk: Uint8Array) => this.#count(chunk, digest),
      enough: () => intake.shouldStopReading,
      takeWhole: (bytes: Buffer, charset: string | undefined) => intake.takeWhole(bytes, charset),
    };
    const reply = await this.#client.call(call, intake, hooks).catch((error: unknown) => this.#fail(error));
    log.bytes.wire += reply.wireBytes;
    return this.#read(intake, reply);
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  #count(chunk: Uint8Array, digest: Hmac): void {
    this.options.log.bytes.decoded += chunk.length;
    digest.update(chunk);
    this.options.onBytes?.(chunk.length);
  }

  #read(intake: AnswerIntake, { fault, status, problems, retryAfter }: SoapReply): RosterReply {
    const { log, target } = this.options;
    if (fault !== undefined) {
      // Codes of others, and every text of a fault, may say something about a pupil.
      log.faultCode = CODES.includes(fault.code) ? (fault.code as FaultCode) : undefined;
      log.add('UWLR-SY-011', undefined, log.faultCode ?? plainFault(fault.code, target));
      throw new SyncStop('fault', retryAfter);
    }
    if (status < 200 || status > 299) {
      log.add('UWLR-SY-007', undefined, `HTTP ${status}, with an answer that is no fault`);
      throw new SyncStop('http', retryAfter);
    }
    if (intake.isOther) {
      log.add('UWLR-SY-012');
      throw new SyncStop('wrong-answer');
    }
    for (const { fault: problem, ...place } of problems) log.add(ENVELOPE_RULES[problem], place);
    const { message } = intake;
    if (message === undefined || log.findings.errors > 0) throw new SyncStop('invalid-answer');
    const { root, version } = message;
    const value = message.value as Readonly<Record<string, unknown>>;
    if ('geenwijzigingen' in value) return 'geenwijzigingen';
    if ('geengegevens' in value) return 'geengegevens';
    log.version = version;
    if (intake.unsupported || version !== this.options.target.version) {
      log.add('UWLR-SY-016', placeOf(message, `${root.element.name}/${root.versionPath}`), `asked: ${this.options.target.version}`);
    }
    return { root, version, value, locator: message };
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      return this.#fail(error);
    }
  }

  #fail(error: unknown): never {
    if (error instanceof EncodeError) throw badConfiguration(this.options.log, `the question cannot be asked like this: ${error.path}`);
    if (!(error instanceof SoapClientError)) throw error;
    const { code, message, line = 0, column = 0, retryAfter } = error;
    this.options.log.add(CALL_RULES[code], { path: '', line, column }, message);
    throw new SyncStop(code, retryAfter);
  }
}

/** Of the codes of SOAP itself, which say nothing more: administrations give them for an operation that they do not have. */
function plainFault(code: string, target: SyncTarget): string | undefined {
  if (code !== 'Client' && code !== 'Server') return undefined;
  const inOneGo = target.version !== '1.0' && !inSteps(target);
  return inOneGo
    ? `${code}; some administrations answer so to HaalLeerlinggegevens and take questions in steps only: try uwlr party set --in-steps`
    : code;
}
