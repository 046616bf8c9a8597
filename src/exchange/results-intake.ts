import type { EnvelopeFault, EnvelopeProblem } from '../soap/envelope.js';
import type { EnvelopeContents } from '../soap/envelope-reader.js';
import type { Directory, Party } from '../store/directory.js';
import { MessageDecoder } from '../uwlr/decode.js';
import { Findings, type Place } from '../uwlr/findings.js';
import { compile } from '../uwlr/grammar/compile.js';
import { Decoder, type Extensions } from '../uwlr/grammar/decoder.js';
import { type Autorisatie, autorisatie } from '../uwlr/messages/autorisatie.js';
import { leerresultatenVerzoek } from '../uwlr/messages/leerresultaten.js';
import type { RuleId } from '../uwlr/rules.js';
import type { XmlName } from '../xml/name.js';
import type { XmlHandler, XmlReader } from '../xml/reader.js';
import { identify } from './authorise.js';

const RULE: Readonly<Record<EnvelopeFault, RuleId>> = {
  version: 'UWLR-SOAP-001',
  'must-understand': 'UWLR-SOAP-002',
  body: 'UWLR-SOAP-003',
  'unknown-message': 'UWLR-SOAP-004',
  structure: 'UWLR-SOAP-005',
};

const ENOUGH_ERRORS = 1000;
const HEADER_KEY = keyOf(autorisatie.element);
const MESSAGE_KEY = keyOf(leerresultatenVerzoek.element);

/** Takes in the header and the message of BrengLeerresultaten while they stream by. */
export class ResultsIntake implements EnvelopeContents {
  party: Party | undefined;
  message: MessageDecoder | undefined;
  /** The sender is not known. */
  #stranger = false;
  readonly #headerFindings = new Findings('tolerant');
  #header: Decoder | undefined;
  #headerAt: Place | undefined;
  #bodyAt: Place = { path: '/Envelope', line: 0, column: 0 };

  constructor(
    private readonly directory: Directory,
    private readonly extensions: Extensions,
  ) {}

  header(name: XmlName, { line, column }: XmlReader): XmlHandler | undefined {
    const bare = name.uri === '' && name.local === 'autorisatie';
    if (name.key !== HEADER_KEY && !bare) return undefined;
    const at = { path: '/autorisatie', line, column };
    if (this.#headerAt !== undefined) this.#headerFindings.add('UWLR-AUT-002', at);
    this.#headerAt = at;
    if (bare) this.#headerFindings.add('UWLR-AUT-003', at);
    const decoder = new Decoder(compile(autorisatie, '2.2'), this.#headerFindings, { withoutNamespace: 'UWLR-AUT-003' });
    this.#header = decoder;
    return reading(decoder);
  }

  body(name: XmlName, { line, column }: XmlReader): XmlHandler | undefined {
    this.#bodyAt = { path: '/Envelope/Header', line, column };
    if (name.key !== MESSAGE_KEY) return undefined;
    const header = this.autorisatie;
    this.party = header === undefined ? undefined : identify(this.directory, header);
    if (this.party === undefined) {
      this.#stranger = true;
      return { open() {}, text() {}, close() {} };
    }
    const { policy, version } = this.party;
    const options = { extensions: this.extensions, ...(version === undefined ? {} : { version }) };
    this.message = new MessageDecoder(leerresultatenVerzoek, new Findings(policy), options);
    return this.message;
  }

  /** Reading on would change nothing: nobody may send this, or there are more errors than anyone will read. */
  get hopeless(): boolean {
    return this.#stranger || (this.message?.findings.errors ?? 0) >= ENOUGH_ERRORS;
  }

  /** The header, when it could be read whole. */
  get autorisatie(): Autorisatie | undefined {
    return this.#headerFindings.errors === 0 ? (this.#header?.value as Autorisatie | undefined) : undefined;
  }

  /**
   * Puts what was found about envelope and header into the findings of the message, under the policy that holds for it.
   * `whole`: all of the message was read, so what was not seen is not there.
   */
  report(problems: readonly EnvelopeProblem[], findings: Findings, whole: boolean): void {
    for (const { fault, ...place } of problems) findings.add(RULE[fault], place);
    if (problems.some(({ fault }) => fault === 'version')) return;
    if (this.#headerAt === undefined && whole) findings.add('UWLR-AUT-001', this.#bodyAt);
    for (const { rule, path, line, column, hint } of this.#headerFindings.list) findings.add(rule as RuleId, { path, line, column }, hint);
    if (this.#stranger && this.autorisatie !== undefined) findings.add('UWLR-EX-001', this.#headerAt ?? this.#bodyAt);
  }
}

function reading(decoder: Decoder): XmlHandler {
  return {
    open: (name, attributes, { line, column }) => decoder.open(name, attributes, line, column),
    text: (text) => decoder.text(text),
    close: () => decoder.close(),
  };
}

function keyOf({ schema, name }: { readonly schema: { readonly namespace: string }; readonly name: string }): string {
  return `{${schema.namespace}}${name}`;
}
