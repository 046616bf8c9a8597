import type { EnvelopeContents } from '../../soap/envelope/envelope-reader.js';
import { MessageDecoder } from '../../uwlr/decode.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Findings } from '../../uwlr/findings.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { keyOf } from '../../uwlr/messages/catalogue.js';
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

/** Takes in the answer to one question while it streams by. Its headers, if any, are none of ours. */
export class AnswerIntake implements EnvelopeContents {
  message: MessageDecoder | undefined;
  /** There is a message in the envelope, but not the one that goes with the question. */
  isOther = false;

  constructor(
    private readonly root: Root,
    private readonly options: IntakeOptions,
  ) {}

  header(): undefined {
    return undefined;
  }

  body(name: XmlName): XmlHandler {
    if (name.key !== keyOf(this.root)) {
      this.isOther = true;
      return NOBODY;
    }
    const { findings, version, extensions } = this.options;
    this.message = new MessageDecoder(this.root, findings, { version, extensions });
    return this.message;
  }

  /** Reading on would change nothing. */
  get shouldStopReading(): boolean {
    return this.isOther || this.options.findings.errors >= ENOUGH_ERRORS;
  }
}
