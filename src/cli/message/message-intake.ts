import type { EnvelopeFault } from '../../soap/envelope.js';
import { type EnvelopeContents, EnvelopeReader } from '../../soap/envelope-reader.js';
import { MessageDecoder } from '../../uwlr/decode.js';
import type { Policy } from '../../uwlr/finding.js';
import { Findings, type Place } from '../../uwlr/findings.js';
import { compile } from '../../uwlr/grammar/compile.js';
import { Decoder, type Extensions } from '../../uwlr/grammar/decoder.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { shownName } from '../../uwlr/grammar/known-names.js';
import { type Autorisatie, autorisatie } from '../../uwlr/messages/autorisatie.js';
import { keyOf, rootOf } from '../../uwlr/messages/catalogue.js';
import { SERVICES } from '../../uwlr/messages/services.js';
import type { RuleId } from '../../uwlr/rules.js';
import type { XmlAttribute, XmlName } from '../../xml/name.js';
import type { XmlHandler, XmlReader } from '../../xml/reader.js';

const ENVELOPE_RULES: Readonly<Record<EnvelopeFault, RuleId>> = {
  version: 'UWLR-SOAP-001',
  'must-understand': 'UWLR-SOAP-002',
  body: 'UWLR-SOAP-003',
  'unknown-message': 'UWLR-SOAP-004',
  structure: 'UWLR-SOAP-005',
};
const HEADER_KEY = keyOf(autorisatie);
const OURS = 'http://www.edustandaard.nl/';
const REQUESTS: ReadonlySet<Root> = new Set(
  SERVICES.flatMap(({ ports }) => ports.flatMap(({ operations }) => operations.map(({ request }) => request))),
);
const NOBODY: XmlHandler = { open() {}, text() {}, close() {} };

/** Takes in a file with one message of whatever kind, in an envelope or bare, while it streams by. */
export class MessageIntake implements XmlHandler, EnvelopeContents {
  /** Name of the message's root element; null when there is none, or when it is no name of the standard. */
  name: string | null = null;
  message: MessageDecoder | undefined;
  readonly #findings: Findings;
  /** As the gateway does: what is read of the header is judged by the policy later. */
  readonly #headerFindings = new Findings('tolerant');
  #header: Decoder | undefined;
  #envelope: EnvelopeReader | undefined;
  #handler: XmlHandler | undefined;

  constructor(
    policy: Policy,
    private readonly extensions: Extensions,
  ) {
    this.#findings = new Findings(policy);
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

  header(name: XmlName): XmlHandler | undefined {
    const bare = name.uri === '' && name.local === autorisatie.element.name;
    if (name.key !== HEADER_KEY && !bare) return undefined;
    const rules: RuleId[] = [
      ...(this.#header === undefined ? [] : (['UWLR-AUT-002'] as const)),
      ...(bare ? (['UWLR-AUT-003'] as const) : []),
    ];
    const decoder = new Decoder(compile(autorisatie, '2.2'), this.#headerFindings, { withoutNamespace: 'UWLR-AUT-003' });
    this.#header = decoder;
    return {
      open: (child, attributes, { line, column }) => {
        for (const rule of rules.splice(0)) this.#headerFindings.add(rule, { path: '/autorisatie', line, column });
        decoder.open(child, attributes, line, column);
      },
      text: (text) => decoder.text(text),
      close: () => decoder.close(),
    };
  }

  body(name: XmlName): XmlHandler | undefined {
    this.name = name.uri.startsWith(OURS) || shownName(name.local) === name.local ? name.local : null;
    const root = rootOf(name.key);
    if (root === undefined) return undefined;
    this.message = new MessageDecoder(root, this.#findings, {
      extensions: this.extensions,
      ...(root === autorisatie ? { withoutNamespace: 'UWLR-AUT-003' } : {}),
    });
    return this.message;
  }

  /** Header of the envelope, when it could be read whole. */
  get autorisatie(): Autorisatie | undefined {
    return this.#headerFindings.errors === 0 ? (this.#header?.value as Autorisatie | undefined) : undefined;
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
    const all = [this.#findings, this.#headerFindings];
    // Fields in no namespace are a matter of authorisation to the gateway; to an XSD they are wrong.
    const bare = all.some(({ list }) => list.some(({ rule }) => rule === 'UWLR-AUT-003'));
    return this.message?.decoder.done === true && all.every(({ schemaValid }) => schemaValid) && !bare;
  }

  /** Puts what was found about envelope, header and version beside what was found about the message. */
  finish(): Findings {
    const findings = this.#findings;
    const problems = this.#envelope?.problems ?? [];
    for (const { fault, ...place } of problems) findings.add(ENVELOPE_RULES[fault], place);
    if (this.wrongEnvelope) return findings;
    for (const { rule, path, line, column, hint } of this.#headerFindings.list) findings.add(rule as RuleId, { path, line, column }, hint);
    const { message } = this;
    if (message === undefined) return findings;
    if (this.#envelope !== undefined && this.#header === undefined && REQUESTS.has(message.root)) findings.add('UWLR-AUT-001', HEADER);
    if (message.unsupported) {
      const path = `/${message.root.element.name}/${message.root.versionPath}`;
      findings.add('UWLR-EX-003', { path, line: 0, column: 0 }, 'expected: 2.1, 2.2 or 2.3');
    }
    return findings;
  }

  #inEnvelope(): XmlHandler {
    this.#envelope = new EnvelopeReader(this);
    return this.#envelope;
  }

  #bare(name: XmlName, { line, column }: XmlReader): XmlHandler {
    const message = this.body(name);
    if (message === undefined) this.#findings.add('UWLR-SOAP-004', { path: `/${shownName(name.local)}`, line, column });
    return message ?? NOBODY;
  }
}

const HEADER: Place = { path: '/Envelope/Header', line: 0, column: 0 };
