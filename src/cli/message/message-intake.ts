import { HeaderIntake } from '../../exchange/front/header-intake.js';
import { ENVELOPE_RULES } from '../../exchange/rule-of.js';
import { type EnvelopeContents, EnvelopeReader } from '../../soap/envelope/envelope-reader.js';
import { MessageDecoder } from '../../uwlr/decode.js';
import type { Policy } from '../../uwlr/finding.js';
import { Findings, type Place } from '../../uwlr/findings.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { type PupilProfile, type Root, versionsOf } from '../../uwlr/grammar/grammar.js';
import { shownName } from '../../uwlr/grammar/known-names.js';
import { type Autorisatie, autorisatie, autorisatie1 } from '../../uwlr/messages/autorisatie.js';
import { hasProfiles, rootOf } from '../../uwlr/messages/catalogue.js';
import { edex } from '../../uwlr/messages/edexml-file.js';
import { SERVICES } from '../../uwlr/messages/services.js';
import { leerlinggegevensVerzoek1 } from '../../uwlr/messages/v1/leerlinggegevens.js';
import { leerresultatenVerzoek1 } from '../../uwlr/messages/v1/leerresultaten.js';
import type { XmlAttribute, XmlName } from '../../xml/name.js';
import type { XmlHandler, XmlReader } from '../../xml/reader.js';

const OURS = 'http://www.edustandaard.nl/';
const REQUESTS: ReadonlySet<Root> = new Set([
  ...SERVICES.flatMap(({ ports }) => ports.flatMap(({ operations }) => operations.map(({ request }) => request))),
  leerlinggegevensVerzoek1,
  leerresultatenVerzoek1,
]);
const HEADERS: readonly Root[] = [autorisatie, autorisatie1];
const NOBODY: XmlHandler = { open() {}, text() {}, close() {} };

export interface IntakeOptions {
  readonly policy: Policy;
  readonly extensions: Extensions;
  /** Hold answers with pupil data to this profile. */
  readonly profile?: PupilProfile | undefined;
}

/** Takes in a file with one message of whatever kind, in an envelope or bare, while it streams by. */
export class MessageIntake implements XmlHandler, EnvelopeContents {
  /** Name of the message's root element; null when there is none, or when it is no name of the standard. */
  name: string | null = null;
  message: MessageDecoder | undefined;
  /** The profile that the message is held to. */
  profile: PupilProfile | undefined;
  readonly #findings: Findings;
  readonly #header = new HeaderIntake();
  /** Where a header should have been seen by. */
  #bodyAt: Place = { path: '/Envelope/Header', line: 0, column: 0 };
  #envelope: EnvelopeReader | undefined;
  #handler: XmlHandler | undefined;

  constructor(private readonly options: IntakeOptions) {
    this.#findings = new Findings(options.policy);
  }

  open(name: XmlName, attributes: readonly XmlAttribute[] | undefined, reader: XmlReader): void {
    this.#handler ??= name.local === 'Envelope' ? this.#inEnvelope() : this.#bare(name, reader);
    this.#handler.open(name, attributes, reader);
  }

  text(text: string, reader: XmlReader): void {
    this.#handler?.text(text, reader);
  }

  close(reader: XmlReader): void {
    this.#handler?.close(reader);
  }

  header(name: XmlName, reader: XmlReader): XmlHandler | undefined {
    return this.#header.open(name, reader);
  }

  headerForAnother(name: XmlName, reader: XmlReader): void {
    this.#header.passOver(name, reader);
  }

  body(name: XmlName, { line, column }: XmlReader): XmlHandler | undefined {
    this.#bodyAt = { path: '/Envelope/Header', line, column };
    this.name = name.uri.startsWith(OURS) || shownName(name.local) === name.local ? name.local : null;
    const root = rootOf(name.key);
    if (root === undefined) return undefined;
    this.profile = hasProfiles(root) && !REQUESTS.has(root) ? this.options.profile : undefined;
    this.message = new MessageDecoder(root, this.#findings, {
      extensions: this.options.extensions,
      profile: this.profile,
      ...(HEADERS.includes(root) ? { withoutNamespace: 'UWLR-AUT-003' } : {}),
    });
    return this.message;
  }

  /** Header of the envelope, when it could be read whole. */
  get autorisatie(): Autorisatie | undefined {
    return this.#header.value;
  }

  /** What was read may be looked at as a whole: message and its shape are right. */
  get complete(): boolean {
    return this.message?.decoder.done === true && this.#findings.errors === 0;
  }

  /** The envelope is not one of SOAP 1.1, so that nothing in it was looked at. */
  get wrongEnvelope(): boolean {
    return this.#envelope?.problems.some(({ fault }) => fault === 'version') ?? false;
  }

  /** Everything so far about the message, for more to be added. */
  get findings(): Findings {
    return this.#findings;
  }

  /** Shape, facets and identity rules of message and header are those of the XSDs. To be asked before `finish`. */
  get schemaValid(): boolean {
    return this.message?.decoder.done === true && this.#findings.schemaValid && this.#header.schemaValid;
  }

  /** Puts what was found about envelope, header and version beside what was found about the message. */
  finish(): Findings {
    const findings = this.#findings;
    const problems = this.#envelope?.problems ?? [];
    for (const { fault, ...place } of problems) findings.add(ENVELOPE_RULES[fault], place);
    if (this.wrongEnvelope) return findings;
    this.#header.report(findings);
    const { message } = this;
    if (message === undefined) return findings;
    if (this.#envelope !== undefined && this.#header.at === undefined && REQUESTS.has(message.root))
      this.#header.reportMissing(findings, this.#bodyAt);
    const { versionRule } = message;
    if (versionRule !== undefined) {
      const path = `${message.root.element.name}/${message.root.versionPath}`;
      findings.add(versionRule, { path: `/${path}`, ...message.decoder.locate(path, 0) }, `expected: ${versionsFor(message.root)}`);
    }
    return findings;
  }

  #inEnvelope(): XmlHandler {
    this.#envelope = new EnvelopeReader(this);
    return this.#envelope;
  }

  #bare(name: XmlName, reader: XmlReader): XmlHandler {
    const { line, column } = reader;
    const message = this.body(name, reader);
    if (message === undefined) this.#findings.add('UWLR-SOAP-004', { path: `/${shownName(name.local)}`, line, column });
    return message ?? NOBODY;
  }
}

/** How messages of a root may say their version. EDEXML files say that of EDEXML. */
function versionsFor(root: Root): string {
  const versions = root === edex ? ['1.0', '2.0', '2.1'] : versionsOf(root);
  return versions.length < 2 ? versions.join('') : `${versions.slice(0, -1).join(', ')} or ${versions.at(-1)}`;
}
