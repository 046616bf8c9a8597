import { type Command, Option } from 'commander';
import type { Party } from '../../directory/directory.js';
import { byteSize, count, each, text } from '../terminal/arguments.js';
import { wrongUsage } from '../terminal/command-error.js';

/** What the command line says about calling a LAS. */
export interface ConnectionOptions {
  readonly asKlantcode?: string;
  readonly asKlantnaam?: string;
  readonly gegevenssetid?: string;
  readonly inSteps?: true;
  readonly timeout?: number;
  readonly maxBytes?: number;
  readonly ca?: string;
  readonly cert?: string;
  readonly certKey?: string;
  readonly pkcs12?: string;
  readonly passphraseFile?: string;
  readonly proxy?: string;
  readonly header?: readonly string[];
  readonly headerFile?: string;
}

/** By name in the options, as they are written. */
const FLAGS: Readonly<Record<keyof ConnectionOptions, string>> = {
  asKlantcode: '--as-klantcode',
  asKlantnaam: '--as-klantnaam',
  gegevenssetid: '--gegevenssetid',
  inSteps: '--in-steps',
  timeout: '--timeout',
  maxBytes: '--max-bytes',
  ca: '--ca',
  cert: '--cert',
  certKey: '--cert-key',
  pkcs12: '--pkcs12',
  passphraseFile: '--passphrase-file',
  proxy: '--proxy',
  header: '--header',
  headerFile: '--header-file',
};

const LONGEST_TIMEOUT = 3600;

export function addConnectionOptions(command: Command): Command {
  return command
    .addOption(new Option(`${FLAGS.asKlantcode} <code>`, 'las: the klantcode that it issued to you (--klantcode)').argParser(text(64)))
    .addOption(new Option(`${FLAGS.asKlantnaam} <name>`, 'las: the klantnaam that it issued to you').argParser(text(64)))
    .addOption(new Option(`${FLAGS.gegevenssetid} <id>`, 'las: the set of fields to ask for').argParser(text(64)))
    .option(FLAGS.inSteps, 'las: request structure, pupils and staff in separate steps')
    .addOption(
      new Option(`${FLAGS.timeout} <seconds>`, 'las: how long to wait for a connection, an answer, and the next piece of it').argParser(
        count(LONGEST_TIMEOUT),
      ),
    )
    .addOption(new Option(`${FLAGS.maxBytes} <size>`, 'las: largest answer (100MiB)').argParser(byteSize))
    .option(`${FLAGS.ca} <file>`, 'las: PEM file with the certificates to trust')
    .option(`${FLAGS.cert} <file>`, 'las: PEM file with our client certificate')
    .option(`${FLAGS.certKey} <file>`, 'las: PEM file with its key')
    .option(`${FLAGS.pkcs12} <file>`, 'las: PKCS #12 file with both')
    .option(`${FLAGS.passphraseFile} <file>`, 'las: file with the passphrase of the key or the PKCS #12 file')
    .option(`${FLAGS.proxy} <url>`, 'las: http://host:port of a proxy; other users of this machine can see a password in it')
    .addOption(
      new Option(`${FLAGS.header} <name: value>`, 'las: a header to send with each call; other users of this machine can see it').argParser(
        each,
      ),
    )
    .option(`${FLAGS.headerFile} <file>`, 'las: file with headers, one per line; - for standard input');
}

/** Refuses what means nothing for this role, or not together. */
export function checkConnectionOptions(options: ConnectionOptions, role: Party['role']): void {
  const given = (Object.keys(FLAGS) as (keyof ConnectionOptions)[]).filter((name) => options[name] !== undefined);
  const [first] = given;
  if (role === 'ea' && first !== undefined) throw wrongUsage(`${FLAGS[first]} is for a las: the gateway does not call an ea`);
  if ((options.cert === undefined) !== (options.certKey === undefined)) throw wrongUsage('--cert and --cert-key go together');
  if (options.cert !== undefined && options.pkcs12 !== undefined) throw wrongUsage('give --cert and --cert-key, or --pkcs12, not both');
  if (options.passphraseFile !== undefined && options.certKey === undefined && options.pkcs12 === undefined)
    throw wrongUsage('--passphrase-file goes with --cert-key or --pkcs12');
}
