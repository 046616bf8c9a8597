import { MessageDecoder, type MessageOptions } from '../../src/uwlr/decode.js';
import type { Finding, Policy, UwlrVersion } from '../../src/uwlr/finding.js';
import { Findings } from '../../src/uwlr/findings.js';
import type { Root } from '../../src/uwlr/grammar/grammar.js';
import { XmlReader } from '../../src/xml/reader.js';
import { XmlError } from '../../src/xml/xml-error.js';

export interface DecodeTextOptions extends MessageOptions {
  readonly policy?: Policy;
  /** Where to cut the text up, ascending. */
  readonly cuts?: readonly number[];
}

export interface DecodedText {
  readonly value: unknown;
  readonly findings: Findings;
  readonly version: UwlrVersion;
  readonly decoder: MessageDecoder;
}

/** Reads a text with one message, such as a file without envelope, through the real reader. */
export function decodeText(xml: string, root: Root, { policy = 'strict', cuts = [], ...options }: DecodeTextOptions = {}): DecodedText {
  const findings = new Findings(policy);
  const decoder = new MessageDecoder(root, findings, options);
  const reader = new XmlReader(decoder);
  try {
    let from = 0;
    for (const cut of [...cuts, xml.length]) {
      reader.write(xml.slice(from, cut));
      from = cut;
    }
    reader.end();
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    findings.add(error.code === 'limit' ? 'UWLR-XML-003' : 'UWLR-XML-001', { path: '/', line: error.line, column: error.column });
  }
  return { value: decoder.decoder.value, findings, version: decoder.version, decoder };
}

/** What findings come down to: rule and place, and the severity when it is no error. */
export function shown({ rule, path, line, column, severity }: Finding): string {
  return `${rule} ${path} ${line}:${column}${severity === 'error' ? '' : ` ${severity}`}`;
}
