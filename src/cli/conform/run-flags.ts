import { type Command, Option } from 'commander';
import { LEVELS, type Level } from '../../conformance/conformance-test.js';
import { LANGUAGES, type Language } from '../../conformance/report/language.js';
import type { Report } from '../../conformance/report/report.js';
import { count, duration, each, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';

/** Flags that every run of the suite has. */
export interface RunFlags {
  readonly only?: readonly string[];
  readonly expect?: string;
  readonly language: Language;
  readonly report?: string;
  readonly junit?: string;
  readonly html?: string;
  readonly markdown?: string;
  readonly sign?: string;
  readonly verbose?: true;
  readonly json?: true;
  /** Of runs over a network. */
  readonly level?: Level;
  readonly safe?: boolean;
  readonly seed?: number;
  readonly patience?: number;
  readonly keepTraffic?: true;
  readonly authorisedBy?: string;
  /** Of runs that a schema has a part in. */
  readonly schema?: string;
  /** Of runs that connect to something. */
  readonly ca?: string;
  readonly clientCertificate?: string;
  readonly passphraseFile?: string;
}

/** The gateway waits as long for a receiver. */
const OF_RECEIVER = { ms: 30_000, words: '30s' };
const OF_OTHERS = { ms: 10_000, words: '10s' };
const CALLERS: readonly Report['role'][] = ['las', 'receiver'];
const NETWORKED: readonly Report['role'][] = [...CALLERS, 'ea'];

/** Adds the flags of a run to the command of a role. All but the first three and the outputs have the same name in the file of --config. */
export function addRunFlags(command: Command, role: Report['role']): Command {
  command.option('--config <file>', 'JSON with flags of this command, as in {"school": "99XX"}; flags beat it');
  const patience = role === 'receiver' ? OF_RECEIVER : OF_OTHERS;
  if (NETWORKED.includes(role)) {
    command
      .addOption(new Option('--level <level>', 'how much to test').choices(LEVELS).default('standard'))
      .addOption(new Option('--seed <number>', 'the same numbers, the same messages').argParser(count(999_999)).default(1))
      .option('--keep-traffic', 'leave requests and answers in the report unmasked; for synthetic schools only')
      .addOption(new Option('--authorised-by <name>', 'who allowed this; needed when a school is not synthetic').argParser(text(120)));
  }
  if (CALLERS.includes(role)) {
    command
      .addOption(new Option('--patience <time>', 'how long to wait for an answer').argParser(duration).default(patience.ms, patience.words))
      .option('--safe', 'send nothing that the other side would store (unless it runs on this machine)')
      .option('--no-safe', 'send that too')
      .option('--ca <file>', 'trust this authority, PEM')
      .option('--client-certificate <file>', 'present this certificate: PKCS #12 (.p12), or PEM with its key')
      .option('--passphrase-file <file>', 'file with the passphrase of it');
  }
  if (role !== 'receiver' && role !== 'mapping') command.option('--schema <dir>', 'judge with the official XSDs in this directory');
  return command
    .addOption(new Option('--only <id>', 'run only these tests or requirements: an id, or how ids begin (repeatable)').argParser(each))
    .option('--expect <file>', 'failures that are known: JSON such as [{"test": ID, "reason": TEXT}]; one that is gone fails the run')
    .addOption(new Option('--language <language>', 'of titles and advice').choices(LANGUAGES).default('en'))
    .option('--report <file>', 'write the report as JSON; - for standard output')
    .option('--junit <file>', 'write it as JUnit XML')
    .option('--html <file>', 'write it as one page of HTML')
    .option('--markdown <file>', 'write it as Markdown')
    .option('--sign <file>', 'sign the JSON with this Ed25519 key, PEM')
    .option('--verbose', 'list what passed too')
    .addOption(jsonOption());
}
