import type { XmlAttribute, XmlName } from '../xml/name.js';
import { type XmlHandler, XmlReader } from '../xml/reader.js';
import { XmlError } from '../xml/xml-error.js';
import { MessageDecoder, type MessageOptions } from './decode.js';
import type { Finding, Policy, UwlrVersion } from './finding.js';
import { Findings } from './findings.js';
import type { Decoder } from './grammar/decoder.js';
import type { Root, ValueOf } from './grammar/grammar.js';
import { keyOf } from './messages/catalogue.js';

export interface ReadTextOptions extends MessageOptions {
  /** Default: strict. */
  readonly policy?: Policy;
}

export interface ReadText<T> {
  /** What was read; complete only when `valid`. Undefined when the text is no XML, or another message. */
  readonly value: T | undefined;
  /** No error was found: shape, facets, identity. What the standard means beyond its XSDs is up to `checkResults` and `checkRoster`. */
  readonly valid: boolean;
  readonly findings: readonly Finding[];
  /** The version that it was read by. */
  readonly version: UwlrVersion;
  /** Knows where things stand in the text: what the checks beyond the XSDs ask for. */
  readonly decoder: Decoder;
}

/**
 * Reads one message from a text, without an envelope around it: for tools and tests. A gateway streams, and uses `MessageDecoder`.
 * Never throws for what is in the text: that is in the findings.
 */
export function readMessageText<R extends Root>(root: R, text: string, options: ReadTextOptions = {}): ReadText<ValueOf<R>> {
  const findings = new Findings(options.policy ?? 'strict');
  const message = new MessageDecoder(root, findings, options);
  const expected = new Expected(message, keyOf(root));
  let whole = true;
  try {
    const reader = new XmlReader(expected);
    reader.write(text);
    reader.end();
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    whole = false;
    findings.add(error.code === 'limit' ? 'UWLR-XML-003' : error.code === 'doctype' ? 'UWLR-XML-002' : 'UWLR-XML-001', {
      path: '',
      line: error.line,
      column: error.column,
    });
  }
  if (expected.other !== undefined) findings.add('UWLR-SOAP-004', { path: '', ...expected.other });
  const { decoder, version, versionRule } = message;
  if (versionRule !== undefined) {
    const path = `${root.element.name}/${root.versionPath}`;
    findings.add(versionRule, { path: `/${path}`, ...decoder.locate(path, 0) });
  }
  const value = whole && expected.other === undefined ? (decoder.value as ValueOf<R>) : undefined;
  return { value, valid: findings.valid, findings: findings.list, version, decoder };
}

/** Hands on the events of the message that is expected, and notes where another begins. */
class Expected implements XmlHandler {
  other: { readonly line: number; readonly column: number } | undefined;
  #begun = false;

  constructor(
    private readonly message: MessageDecoder,
    private readonly key: string,
  ) {}

  open(name: XmlName, attributes: readonly XmlAttribute[] | undefined, reader: XmlReader): void {
    if (!this.#begun && name.key !== this.key) this.other = { line: reader.line, column: reader.column };
    this.#begun = true;
    if (this.other === undefined) this.message.open(name, attributes, reader);
  }

  text(text: string): void {
    if (this.other === undefined) this.message.text(text);
  }

  close(): void {
    if (this.other === undefined) this.message.close();
  }
}
