import { type Command, Option } from 'commander';
import { TARGET_KINDS, type TargetKind } from '../../../directory/directory.js';
import { UWLR_VERSIONS, type UwlrVersion } from '../../../uwlr/finding.js';
import { byteSize, count, each, httpUrl, text } from '../../terminal/arguments.js';
import { wrongUsage } from '../../terminal/command-error.js';

/** What the command line says about where a target is, and how to get there. */
export interface SettingOptions {
  readonly maxItems?: number;
  readonly timeout?: number;
  readonly maxAge?: number;
  readonly endpoint?: string;
  readonly uwlrVersion?: UwlrVersion;
  readonly maxBytes?: number;
  readonly url?: string;
  readonly webhookSecretFile?: string;
  readonly header?: readonly string[];
  readonly headerFile?: string;
  readonly tokenUrl?: string;
  readonly clientId?: string;
  readonly keyFile?: string;
  readonly keyId?: string;
  readonly audience?: string;
  readonly organisation?: readonly string[];
  readonly ca?: string;
  readonly cert?: string;
  readonly certKey?: string;
  readonly directory?: string;
  readonly format?: 'ndjson' | 'uwlr';
}

interface Flag {
  readonly kinds: readonly TargetKind[];
  readonly option: Option;
}

const FLAGS: Readonly<Record<keyof SettingOptions, () => Flag>> = {
  maxItems: () => flag(TARGET_KINDS, '--max-items <number>', 'deliveries in one message, at most', count(10_000)),
  timeout: () =>
    flag(TARGET_KINDS, '--timeout <seconds>', 'how long to wait for a connection, an answer, and the next piece of it', count(3600)),
  maxAge: () => flag(TARGET_KINDS, '--max-age <hours>', 'a delivery that is older is tried no more', count(8760)),
  endpoint: () => flag(['las'], '--endpoint <url>', 'where it takes results (the endpoint of the party)', httpUrl),
  uwlrVersion: () => {
    const { option, kinds } = flag(['las', 'files'], '--uwlr-version <version>', 'version of UWLR (that of the party, or 2.2)');
    return { kinds, option: option.choices(UWLR_VERSIONS) };
  },
  maxBytes: () => flag(['las'], '--max-bytes <size>', 'largest message', byteSize),
  url: () => flag(['webhook', 'edu-v'], '--url <url>', 'where it takes results; of edu-v: of the API, without /results', httpUrl),
  webhookSecretFile: () =>
    flag(
      ['webhook'],
      '--webhook-secret-file <file>',
      'file with the secret to sign with, whsec_ and base64 (one is made); - for standard input',
    ),
  header: () =>
    flag(['webhook'], '--header <name: value>', 'a header to send with each call; other users of this machine can see it', each),
  headerFile: () => flag(['webhook'], '--header-file <file>', 'file with such headers, one a line; - for standard input'),
  tokenUrl: () => flag(['edu-v'], '--token-url <url>', 'where it gives access tokens', httpUrl),
  clientId: () => flag(['edu-v'], '--client-id <id>', 'what we are called there', text(256)),
  keyFile: () =>
    flag(['edu-v'], '--key-file <file>', 'file with our private key, as JSON Web Key or PEM: it is read at every use, and not copied'),
  keyId: () => flag(['edu-v'], '--key-id <id>', 'what that key is called there', text(256)),
  audience: () => flag(['edu-v'], '--audience <text>', 'for whom our assertions are (--token-url)', text(1024)),
  organisation: () => flag(['edu-v'], '--organisation <school=id>', 'OnderwijsaanbiederId of a school; any number of times', each),
  ca: () => flag(['webhook', 'edu-v'], '--ca <file>', 'PEM file with the certificates to trust'),
  cert: () => flag(['edu-v'], '--cert <file>', 'PEM file with our client certificate'),
  certKey: () => flag(['edu-v'], '--cert-key <file>', 'PEM file with its key'),
  directory: () => flag(['files'], '--directory <dir>', 'directory of this machine to write into'),
  format: () => {
    const { option, kinds } = flag(['files'], '--format <format>', 'what to write (ndjson)');
    return { kinds, option: option.choices(['ndjson', 'uwlr']) };
  },
};

const NAMES = Object.keys(FLAGS) as (keyof SettingOptions)[];

export function addSettingOptions(command: Command): Command {
  for (const name of NAMES) command.addOption(FLAGS[name]().option);
  return command;
}

/** Refuses what means nothing for this kind, or not together. */
export function checkSettingOptions(options: SettingOptions, kind: TargetKind): void {
  for (const name of NAMES) {
    if (options[name] === undefined) continue;
    const { kinds, option } = FLAGS[name]();
    if (!kinds.includes(kind)) throw wrongUsage(`${option.long} is for ${kinds.join(' and ')}, and this target is ${kind}`);
  }
  if ((options.cert === undefined) !== (options.certKey === undefined)) throw wrongUsage('--cert and --cert-key go together');
}

/** The description begins with the kinds that it is for, unless it is for all of them. */
function flag(kinds: readonly TargetKind[], flags: string, description: string, parse?: (given: string, before: never) => unknown): Flag {
  const whose = kinds.length === TARGET_KINDS.length ? '' : `${kinds.join(', ')}: `;
  const option = new Option(flags, `${whose}${description}`);
  return { kinds, option: parse === undefined ? option : option.argParser(parse as (given: string) => unknown) };
}
