import { supplied } from '../../core/supplied.js';
import { type EnvelopeContents, EnvelopeReader } from '../../soap/envelope/envelope-reader.js';
import { MessageDecoder } from '../../uwlr/decode.js';
import { Findings, type Place } from '../../uwlr/findings.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { type Root, versionsOf } from '../../uwlr/grammar/grammar.js';
import type { Autorisatie } from '../../uwlr/messages/autorisatie.js';
import { keyOf } from '../../uwlr/messages/catalogue.js';
import type { XmlName } from '../../xml/name.js';
import type { XmlHandler, XmlReader } from '../../xml/reader.js';
import type { TurnedAway } from '../limits/guard.js';
import { placeOf } from '../place-of.js';
import { ENVELOPE_RULES } from '../rule-of.js';
import { HeaderIntake } from './header-intake.js';
import type { Reception, Visitor } from './visitor.js';

export const ENOUGH_ERRORS = 1000;

/** Takes in the envelope, the header and the message of a request while they go by. Which message it is decides what is asked. */
export class MessageIntake implements EnvelopeContents {
  /** Who reads the request. */
  readonly envelope = new EnvelopeReader(this);
  /** Who it is from; undefined when that was not said, or is not known. */
  visitor: Visitor | undefined;
  /** It was not even asked who it is. */
  turnedAway: TurnedAway | undefined;
  message: MessageDecoder | undefined;
  /** The message that was found in the body, when it is one that is known here. */
  root: Root | undefined;
  /** The sender is not known. */
  #stranger = false;
  readonly #header = new HeaderIntake();
  #bodyAt: Place = { path: '/Envelope', line: 0, column: 0 };

  constructor(
    private readonly roots: readonly Root[],
    private readonly receive: (header: Autorisatie) => Reception,
    private readonly extensions: Extensions,
  ) {}

  header(name: XmlName, reader: XmlReader): XmlHandler | undefined {
    return this.#header.open(name, reader);
  }

  headerForAnother(name: XmlName, reader: XmlReader): void {
    this.#header.passOver(name, reader);
  }

  body(name: XmlName, { line, column }: XmlReader): XmlHandler | undefined {
    this.#bodyAt = { path: '/Envelope/Header', line, column };
    // Also of a message that is not known here: a vendor that sends it to the wrong endpoint is no stranger.
    const header = this.autorisatie;
    const reception = header === undefined ? {} : this.receive(header);
    this.visitor = reception.visitor;
    this.turnedAway = reception.turnedAway;
    const root = this.roots.find((candidate) => keyOf(candidate) === name.key);
    if (root === undefined) return undefined;
    this.root = root;
    if (this.visitor === undefined) {
      this.#stranger = true;
      return { open() {}, text() {}, close() {} };
    }
    const { policy, version } = this.visitor.party;
    const options = { extensions: this.extensions, ...supplied({ version }) };
    this.message = new MessageDecoder(root, new Findings(policy), options);
    return this.message;
  }

  /** Reading on would change nothing: nobody may send this, or there are more errors than anyone will read. */
  get shouldStopReading(): boolean {
    if (this.#stranger || this.turnedAway !== undefined || this.#isOtherVersion) return true;
    return this.#header.errors + (this.message?.findings.errors ?? 0) >= ENOUGH_ERRORS;
  }

  /** The header, when it could be read whole. */
  get autorisatie(): Autorisatie | undefined {
    return this.#header.value;
  }

  /**
   * Puts what was found about envelope and header into the findings of the message, under the policy that holds for it.
   * `whole`: all of the message was read, so what was not seen is not there.
   */
  report(findings: Findings, whole: boolean): void {
    this.message?.end();
    if (this.message !== undefined) reportVersion(this.message, findings);
    for (const { fault, ...place } of this.envelope.problems) findings.add(ENVELOPE_RULES[fault], place);
    if (this.#isOtherVersion) return;
    if (this.#header.at === undefined && whole) this.#header.reportMissing(findings, this.#bodyAt);
    this.#header.report(findings);
    if (this.#stranger && this.autorisatie !== undefined) findings.add('UWLR-EX-001', this.#header.at ?? this.#bodyAt);
  }

  /** The envelope is one of another version of SOAP: that is said first. */
  get #isOtherVersion(): boolean {
    return this.envelope.problems[0]?.fault === 'version';
  }
}

function reportVersion(message: MessageDecoder, findings: Findings): void {
  const { root, versionRule } = message;
  if (versionRule === undefined) return;
  findings.add(versionRule, placeOf(message, `${root.element.name}/${root.versionPath}`), `expected: ${oneOf(versionsOf(root))}`);
}

/** `2.1, 2.2 or 2.3` */
function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
