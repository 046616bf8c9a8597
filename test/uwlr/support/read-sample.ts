import { createReadStream } from 'node:fs';
import { HeaderIntake } from '../../../src/exchange/front/header-intake.js';
import { ENVELOPE_RULES, XML_RULES } from '../../../src/exchange/rule-of.js';
import { SOAP_11 } from '../../../src/soap/envelope/envelope.js';
import { EnvelopeReader } from '../../../src/soap/envelope/envelope-reader.js';
import { FaultReader, type ReceivedFault } from '../../../src/soap/envelope/fault-reader.js';
import { readXml } from '../../../src/soap/envelope/read-envelope.js';
import { checkRequest, checkRoster } from '../../../src/uwlr/check-roster.js';
import { MessageDecoder } from '../../../src/uwlr/decode.js';
import type { Policy, UwlrVersion } from '../../../src/uwlr/finding.js';
import { Findings } from '../../../src/uwlr/findings.js';
import type { Autorisatie } from '../../../src/uwlr/messages/autorisatie.js';
import { rootOf } from '../../../src/uwlr/messages/catalogue.js';
import type { XmlName } from '../../../src/xml/name.js';
import type { XmlHandler } from '../../../src/xml/reader.js';
import { XmlError } from '../../../src/xml/xml-error.js';
import { shown } from '../../support/decode-text.js';
import { NOW } from './results-text.js';

export interface ReadSample {
  /** Every rule that was broken, with its severity when that is not error, and how often: `UWLR-SCH-014 warning x11`. In order of id. */
  readonly rules: readonly string[];
  /** The findings one by one. */
  readonly found: readonly string[];
  /** Nothing that was found refuses the message. */
  readonly accepted: boolean;
  readonly message: string | undefined;
  /** The version that the message was read by. */
  readonly version: UwlrVersion | undefined;
  /** What is left of the message. */
  readonly value: unknown;
  readonly header: Autorisatie | undefined;
  readonly fault: ReceivedFault | undefined;
}

/** Reads a file with a message about pupil data, in an envelope or bare, with all that this gateway reads and checks it with. */
export async function readSample(file: string, policy: Policy): Promise<ReadSample> {
  const findings = new Findings(policy);
  const header = new HeaderIntake();
  let message: MessageDecoder | undefined;
  let fault: FaultReader | undefined;
  const body = (name: XmlName): XmlHandler | undefined => {
    if (name.key === `{${SOAP_11}}Fault`) {
      fault = new FaultReader();
      return fault;
    }
    const root = rootOf(name.key);
    if (root !== undefined) message = new MessageDecoder(root, findings);
    return message;
  };
  const envelope = new EnvelopeReader({ header: (name, reader) => header.open(name, reader), body });
  let handler: XmlHandler | undefined;
  const document: XmlHandler = {
    open: (name, attributes, reader) => {
      handler ??= name.local === 'Envelope' ? envelope : body(name);
      handler?.open(name, attributes, reader);
    },
    text: (text, reader) => handler?.text(text, reader),
    close: (reader) => handler?.close(reader),
  };
  try {
    await readXml(createReadStream(file), document);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    findings.add(XML_RULES[error.code], { path: '/', line: error.line, column: error.column });
  }
  for (const { fault: problem, ...place } of envelope.problems) findings.add(ENVELOPE_RULES[problem], place);
  header.report(findings);
  if (message !== undefined) judge(message, handler === envelope && header.at === undefined, findings);
  return {
    rules: counted(findings),
    found: findings.list.map(shown),
    accepted: findings.valid,
    message: message?.root.element.name,
    version: message?.version,
    value: message?.decoder.value,
    header: header.value,
    fault: fault?.fault,
  };
}

function judge(message: MessageDecoder, isWithoutHeader: boolean, findings: Findings): void {
  const { root, decoder } = message;
  const isRequest = /verzoek$/.test(root.element.name);
  if (isRequest && isWithoutHeader) findings.add('UWLR-AUT-001', { path: '/Envelope/Header', line: 0, column: 0 });
  if (message.unsupported) findings.add('UWLR-EX-003', { path: `/${root.element.name}/${root.versionPath}`, line: 0, column: 0 });
  if (!decoder.done || !findings.valid) return;
  if (isRequest) checkRequest(root, decoder.value, decoder, findings);
  else for (const _ of checkRoster(root, decoder.value, decoder, findings, { now: NOW }));
}

function counted({ list }: Findings): string[] {
  const counts = new Map<string, number>();
  for (const { rule, severity } of list) {
    const name = severity === 'error' ? rule : `${rule} ${severity}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} x${count}`)).sort();
}
