import { createHash } from 'node:crypto';
import type { Dispatcher } from 'undici';
import { supplied } from '../../core/supplied.js';
import { XmlError } from '../../xml/xml-error.js';
import { type BodyCount, bodyChunks, DEFAULT_BODY_LIMITS } from '../endpoint/body.js';
import { charsetOf, isInParts, type MediaType, mediaTypeOf } from '../endpoint/multipart.js';
import { readMessage, refusingIncludes } from '../endpoint/read-message.js';
import { type EnvelopeProblem, SOAP_11 } from '../envelope/envelope.js';
import { type EnvelopeContents, EnvelopeReader } from '../envelope/envelope-reader.js';
import { FaultReader, type ReceivedFault } from '../envelope/fault-reader.js';
import { AnswerRoot, type RootVerdict } from './client-answer-root.js';
import { SoapClientError, type SoapClientErrorCode, type SoapClientErrorDetails } from './client-error.js';
import { answerFailure, certificateFailure } from './client-failure.js';
import { retryAfterSeconds } from './client-headers.js';
import { type Gathered, gathered } from './gathered.js';

export interface CallHooks {
  /** Sees every piece of decoded bytes. */
  readonly onBytes?: ((chunk: Uint8Array) => void) | undefined;
  /** Asked after every piece: true ends the reading, and the connection. */
  readonly enough?: (() => boolean) | undefined;
  /** Shown an answer of up to `WHOLE_ANSWER_BYTES` when all of it is there. True: it was read, and `contents` is not needed. */
  readonly takeWhole?: ((bytes: Buffer, charset: string | undefined) => boolean) | undefined;
}

/** The largest answer that is read as a whole: pupil data of some five thousand pupils. */
const WHOLE_ANSWER_BYTES = 2 * 1024 * 1024;

/** A SOAP 1.1 envelope that came back, under whatever status. */
export interface SoapReply {
  readonly status: number;
  readonly fault?: ReceivedFault;
  /** What is wrong with the envelope: a body without a message, a message that nobody took. */
  readonly problems: readonly EnvelopeProblem[];
  readonly wireBytes: number;
  readonly decodedBytes: number;
  /** SHA-256 of the decoded bytes, hexadecimal; only when all of them were read. */
  readonly digest?: string;
  /** Seconds, from the Retry-After header. */
  readonly retryAfter?: number;
}

const FAULT = `{${SOAP_11}}Fault`;

/** Reads the answer into `contents`, as it comes. Throws `SoapClientError`, and whatever contents and hooks throw. */
export async function readAnswer(
  response: Dispatcher.ResponseData,
  contents: EnvelopeContents,
  hooks: CallHooks,
  maxBytes: number,
): Promise<SoapReply> {
  // Ending the reading early makes the stream fail, and nobody is left to hear it.
  response.body.on('error', () => undefined);
  try {
    return await new Answer(response, contents, hooks, maxBytes).read();
  } finally {
    response.body.destroy();
  }
}

class Answer {
  readonly #status: number;
  readonly #retryAfter: number | undefined;
  readonly #count: BodyCount = { wire: 0, decoded: 0 };
  readonly #contentType: MediaType;
  readonly #envelope: EnvelopeReader;
  readonly #root: AnswerRoot;
  #fault: FaultReader | undefined;

  constructor(
    private readonly response: Dispatcher.ResponseData,
    contents: EnvelopeContents,
    private readonly hooks: CallHooks,
    private readonly maxBytes: number,
  ) {
    this.#status = response.statusCode;
    this.#retryAfter = retryAfterSeconds(this.#header('retry-after'));
    this.#envelope = new EnvelopeReader({
      header: (name, at) => contents.header(name, at),
      body: (name, at) => {
        if (name.key !== FAULT) return contents.body(name, at);
        this.#fault = new FaultReader();
        return this.#fault;
      },
    });
    this.#contentType = mediaTypeOf(this.#header('content-type'));
    this.#root = new AnswerRoot(refusingIncludes(this.#contentType, this.#envelope));
  }

  async read(): Promise<SoapReply> {
    if (this.#status >= 300 && this.#status < 400) throw this.#error('redirect', 'the server points to another address');
    const hash = createHash('sha256');
    let ended = false;
    const onBytes = (chunk: Uint8Array) => {
      this.#root.see(chunk);
      hash.update(chunk);
      this.hooks.onBytes?.(chunk);
    };
    try {
      const { whole, pieces } = await this.#gathered();
      if (whole !== undefined && this.hooks.takeWhole?.(whole, charsetOf(this.#contentType)) === true) onBytes(whole);
      else
        await readMessage(this.#explained(pieces), this.#contentType, this.#root, {
          onBytes,
          enough: () => {
            ended ||= this.#root.isForeign || (this.hooks.enough?.() ?? false);
            return ended;
          },
        });
    } catch (error) {
      throw error instanceof XmlError ? this.#unreadable(error) : error;
    }
    if (this.#root.isForeign) throw this.#notSoap(this.#root.verdict());
    return {
      status: this.#status,
      ...(this.#fault === undefined ? {} : { fault: this.#fault.fault }),
      problems: this.#envelope.problems,
      wireBytes: this.#count.wire,
      decodedBytes: this.#count.decoded,
      ...(ended ? {} : { digest: hash.digest('hex') }),
      ...supplied({ retryAfter: this.#retryAfter }),
    };
  }

  /** The decoded bytes: all of an answer that may be taken as a whole. What is no envelope, or might be none, is looked at as it comes. */
  async #gathered(): Promise<Gathered> {
    const limits = { bytes: this.maxBytes, ratio: DEFAULT_BODY_LIMITS.ratio };
    const pieces = bodyChunks(this.response.body, this.#header('content-encoding'), limits, this.#count);
    if (this.hooks.takeWhole === undefined || isInParts(this.#contentType)) return { whole: undefined, pieces };
    return gathered(pieces, WHOLE_ANSWER_BYTES, (first) => {
      const root = new AnswerRoot(this.#envelope);
      root.see(first);
      return root.verdict() === 'envelope';
    });
  }

  /** Failures of the connection and of gzip become ours here, where they cannot be taken for others'. */
  async *#explained(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const encoding = this.#header('content-encoding');
    try {
      yield* pieces;
    } catch (error) {
      // Nothing at all is no gzip either, and many servers say gzip whatever they send.
      if (error instanceof XmlError && this.#count.wire === 0 && /gzip\s*$/i.test(encoding ?? '')) return;
      if (error instanceof XmlError) throw this.#undecodable(error, DEFAULT_BODY_LIMITS.ratio);
      throw answerFailure(error).about({ ...this.#head(), ...this.#root.position });
    }
  }

  #undecodable(error: XmlError, ratio: number): SoapClientError {
    if (error.code === 'limit')
      return this.#error('too-large', `the answer is larger than ${this.maxBytes} bytes (--max-bytes of uwlr party set)`);
    if (this.#count.decoded > this.#count.wire * ratio) return this.#error('too-large', 'the compressed answer expands too much');
    return this.#error('broken', `the answer cannot be unpacked: ${error.reason}`, this.#root.position);
  }

  #unreadable(error: XmlError): SoapClientError {
    if (error.code === 'multipart') return this.#error('not-soap', `the answer is in parts that cannot be read: ${error.reason}`);
    const verdict = this.#root.verdict();
    if (verdict === 'nothing') {
      return this.#status >= 400
        ? this.#error('http', `the server answers HTTP ${this.#status} and nothing else`)
        : this.#error('empty', 'the answer is empty');
    }
    // SOAP 1.1, section 3: a message has no document type.
    if (verdict !== 'envelope' || error.code === 'doctype') return this.#notSoap(verdict);
    const { line, column, reason } = error;
    const code = error.code === 'limit' ? 'too-large' : 'broken';
    return this.#error(code, `the answer cannot be read at line ${line}, column ${column}: ${reason}`, { line, column });
  }

  #notSoap(verdict: RootVerdict): SoapClientError {
    const refused = certificateFailure(this.#status, this.#root.head);
    if (refused !== undefined) return refused;
    const what = verdict === 'other-version' ? 'is an envelope of another version than SOAP 1.1' : 'is not SOAP';
    return this.#error('not-soap', `the answer ${what} (HTTP ${this.#status})`);
  }

  #error(code: SoapClientErrorCode, message: string, at: { line?: number; column?: number } = {}): SoapClientError {
    return new SoapClientError(code, message, { ...this.#head(), ...at });
  }

  #head(): SoapClientErrorDetails {
    return { status: this.#status, retryAfter: this.#retryAfter };
  }

  #header(name: string): string | undefined {
    const value = this.response.headers[name];
    return Array.isArray(value) ? value[0] : value;
  }
}
