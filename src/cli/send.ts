import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { type Command, Option } from 'commander';
import { knownParty } from '../admin/parties/known-party.js';
import { supplied } from '../core/supplied.js';
import { ConnectionError } from '../exchange/partner/connection-error.js';
import { accessTo, connectionOptions } from '../exchange/partner/party-access.js';
import { openKeyring } from '../secret/open-keyring.js';
import type { SoapClientOptions } from '../soap/client/client-options.js';
import type { Autorisatie } from '../uwlr/messages/autorisatie.js';
import { givenKey } from './key/given-key.js';
import { withExistingStore } from './open/open-store.js';
import type { Session } from './open/session.js';
import { type OutgoingMessage, outgoingMessage } from './send/outgoing-message.js';
import { type SentAnswer, sendMessage } from './send/send-message.js';
import { httpUrl, school, text } from './terminal/arguments.js';
import { couldNotRun, wrongUsage } from './terminal/command-error.js';
import { EXIT } from './terminal/exit-code.js';
import { explainSystem } from './terminal/explain-error.js';
import { jsonOption } from './terminal/json-option.js';
import { note, print, printJson } from './terminal/print.js';
import { bytesOfFile } from './terminal/text-of-file.js';

/** Characters of a text of the other side that are shown. */
const MOST_WORDS = 1_000;

interface SendOptions {
  readonly url?: string;
  readonly party?: string;
  readonly school?: string;
  readonly klantcode?: string;
  readonly klantnaam?: string;
  readonly keyFile?: string;
  readonly out?: string;
  readonly json?: true;
}

/** Where a message goes, with which header and over which connection. */
interface Destination {
  readonly url: string;
  readonly header: Autorisatie | undefined;
  readonly client: SoapClientOptions;
}

export function registerSend(program: Command, session: Session): void {
  program
    .command('send')
    .description('send a message to an endpoint, and show the answer')
    .argument('<file>', 'file with a message, in its SOAP envelope or bare')
    .addOption(new Option('--url <url>', 'the endpoint, such as http://localhost:8080/soap/leerresultaten').argParser(httpUrl))
    .addOption(
      new Option('--party <klantcode>', 'the endpoint, key and connection of this administration').argParser(text(64)).conflicts('url'),
    )
    .addOption(new Option('--school <school>', 'with --party: whose key (the school that the message names)').argParser(school))
    .addOption(new Option('--klantcode <code>', 'in the header (that of the file)').argParser(text(64)))
    .addOption(new Option('--klantnaam <name>', 'in the header (that of the file)').argParser(text(64)))
    .option('--key-file <file>', 'file with the autorisatiesleutel for the header; - for standard input')
    .option('--out <file>', 'write the answer to this file; it may hold data of pupils')
    .addOption(jsonOption())
    .action((file: string, options: SendOptions) => send(session, file, options));
}

async function send(session: Session, file: string, options: SendOptions): Promise<void> {
  const message = outgoingMessage(file, await bytesOfFile(file));
  const { url, header, client } = await destination(session, message, options);
  const body = message.envelope(header);
  const answer = await withOutput(options.out, (keep) => sendMessage({ url, soapAction: message.soapAction, body }, client, keep));
  if (!answer.accepted) session.exitCode = EXIT.no;
  if (options.json) printJson({ message: message.name, ...answer });
  else printAnswer(message, answer, options);
}

async function destination(session: Session, message: OutgoingMessage, options: SendOptions): Promise<Destination> {
  const { url, party, school: named } = options;
  const key = await givenKey(supplied({ keyFile: options.keyFile }));
  if (party !== undefined) return ofParty(session, message, party, named ?? message.school, key);
  if (url === undefined) throw wrongUsage('say where to send it: --url or --party');
  // Whoever types an address means it, also one of this machine.
  return { url, header: headerOf(message, options, key), client: { allowTargets: [new URL(url).hostname.replace(/^\[|\]$/g, '')] } };
}

/** The file's own header, unless something of it was given; then all of it has to be known. */
function headerOf({ header }: OutgoingMessage, { klantcode, klantnaam }: SendOptions, key: string | undefined): Autorisatie | undefined {
  if (klantcode === undefined && klantnaam === undefined && key === undefined) return undefined;
  const whole = { ...header, ...supplied({ klantcode, klantnaam }) };
  const { klantcode: code, klantnaam: name, autorisatiesleutel = key } = { ...whole, ...supplied({ autorisatiesleutel: key }) };
  if (code === undefined || name === undefined || autorisatiesleutel === undefined)
    throw wrongUsage('the header needs a klantcode, a klantnaam and a key: give --klantcode, --klantnaam and --key-file');
  return { autorisatiesleutel, klantcode: code, klantnaam: name };
}

async function ofParty(
  session: Session,
  message: OutgoingMessage,
  klantcode: string,
  named: string | undefined,
  key: string | undefined,
): Promise<Destination> {
  const config = session.config();
  if (named === undefined) throw wrongUsage('the message names no school by BRIN: say with --school whose key to use');
  return withExistingStore(config, async (store) => {
    const directory = await store.directory();
    const party = knownParty(directory, klantcode);
    if (party.endpoint === undefined) throw wrongUsage(`party ${klantcode} has no endpoint: give --url`);
    const keyring = await openKeyring(config, store);
    try {
      const { connection, header } = accessTo(directory, keyring, party, named, new Date().toISOString());
      const client = await connectionOptions(connection, config.allowTargets);
      return { url: party.endpoint, header: key === undefined ? header : { ...header, autorisatiesleutel: key }, client };
    } catch (error) {
      throw error instanceof ConnectionError ? couldNotRun(`${klantcode}, ${message.name}: ${error.message}`) : error;
    }
  });
}

async function withOutput<T>(file: string | undefined, work: (keep: (bytes: Uint8Array) => void) => Promise<T>): Promise<T> {
  if (file === undefined) return work(() => undefined);
  const stream = createWriteStream(file, { flags: 'w', mode: 0o600 });
  await once(stream, 'open').catch((error: unknown) => {
    throw couldNotRun(explainSystem(error, file) ?? `${file}: cannot be written`);
  });
  try {
    return await work((bytes) => void stream.write(bytes));
  } finally {
    stream.end();
    await once(stream, 'close');
  }
}

function printAnswer({ name }: OutgoingMessage, answer: SentAnswer, { out }: SendOptions): void {
  const { status, faultCode, faultText, findings, durationMs, bytes, retryAfter } = answer;
  print(`Sent ${name}: HTTP ${status} in ${durationMs} ms, ${bytes} bytes`);
  if (faultCode === undefined)
    print(answer.accepted ? `Answer: ${answer.answer ?? 'an empty body'}` : 'The answer is no fault, but the status says that it failed.');
  else print(`Refused: ${onOneLine(faultCode)}${faultText === undefined ? '' : `: ${onOneLine(faultText)}`}`);
  for (const { rule, severity, path, line, message } of findings)
    print(`  ${line > 0 ? `line ${line}: ` : ''}${severity} ${rule}: ${onOneLine(message)} (${path})`);
  if (retryAfter !== undefined) print(`Send again after ${retryAfter} seconds.`);
  if (out !== undefined) note(`The answer is in ${out}.`);
}

/** Words of whoever answered, which may be long. */
function onOneLine(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= MOST_WORDS ? line : `${line.slice(0, MOST_WORDS)}...`;
}
