import { SOAP_11 } from '../../soap/envelope/envelope.js';
import type { EnvelopeContents } from '../../soap/envelope/envelope-reader.js';
import { readFastEnvelope } from '../../soap/envelope/fast-envelope.js';
import { MessageDecoder, type ReadMessage } from '../../uwlr/decode.js';
import { namespacesOf, readFastMessage } from '../../uwlr/fast/fast-message.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Findings } from '../../uwlr/findings.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { keyOf } from '../../uwlr/messages/catalogue.js';
import { decline, unlessDeclined } from '../../xml/fast/decline.js';
import { openCursor } from '../../xml/fast/open-cursor.js';
import { Scopes } from '../../xml/fast/scope.js';
import type { XmlName } from '../../xml/name.js';
import type { XmlHandler } from '../../xml/reader.js';

const ENOUGH_ERRORS = 1000;
const NOBODY: XmlHandler = { open() {}, text() {}, close() {} };

export interface IntakeOptions {
  readonly findings: Findings;
  /** To read by when the answer names none. */
  readonly version: UwlrVersion;
  readonly extensions: Extensions;
}

/** Takes in the answer to one question: all at once, or while it streams by. Its headers, if any, are none of ours. */
export class AnswerIntake implements EnvelopeContents {
  message: ReadMessage | undefined;
  /** There is a message in the envelope, but not the one that goes with the question. */
  isOther = false;
  #decoder: MessageDecoder | undefined;

  constructor(
    private readonly root: Root,
    private readonly options: IntakeOptions,
  ) {}

  /** The message names a version that is not supported. */
  get unsupported(): boolean {
    return this.#decoder?.unsupported ?? false;
  }

  /** Reads an answer that is right, and written in the usual way. False: it is to be read as it would have come. */
  takeWhole(bytes: Buffer, charset: string | undefined): boolean {
    const { version, extensions } = this.options;
    this.message = unlessDeclined(() => {
      const cursor = openCursor(bytes, charset);
      const scopes = new Scopes(new Set([SOAP_11, ...namespacesOf([this.root], extensions)]));
      let message: ReadMessage | undefined;
      readFastEnvelope(cursor, scopes, {
        body: (tag) => {
          if (`{${tag.uri}}${tag.local}` !== keyOf(this.root)) decline();
          message = readFastMessage(cursor, tag, this.root, { version, extensions });
        },
      });
      return message;
    });
    return this.message !== undefined;
  }

  header(): undefined {
    return undefined;
  }

  body(name: XmlName): XmlHandler {
    if (name.key !== keyOf(this.root)) {
      this.isOther = true;
      return NOBODY;
    }
    const { findings, version, extensions } = this.options;
    this.#decoder = new MessageDecoder(this.root, findings, { version, extensions });
    this.message = this.#decoder;
    return this.#decoder;
  }

  /** Reading on would change nothing. */
  get shouldStopReading(): boolean {
    return this.isOther || this.options.findings.errors >= ENOUGH_ERRORS;
  }
}
