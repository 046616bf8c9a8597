import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { LOG_LEVELS, MODES, TLS_CLIENT_AUTH } from '../config.js';
import { FORWARDED_HEADERS } from '../soap/forwarded.js';
import { registerAgreement } from './agreement.js';
import { registerAudit } from './audit.js';
import { registerClient } from './client.js';
import { registerConvert } from './convert.js';
import { registerDeliver } from './deliver.js';
import { registerDemo } from './demo.js';
import { registerDoctor } from './doctor.js';
import { registerDossier } from './dossier.js';
import { registerErase } from './erase.js';
import { registerExchange } from './exchange.js';
import { registerGenerate } from './generate-command.js';
import { registerKey } from './key.js';
import { registerParty } from './party.js';
import { registerRestrict } from './restrict.js';
import { registerResults } from './results.js';
import { registerRetention } from './retention.js';
import { registerRoster } from './roster.js';
import { registerSchool } from './school.js';
import { registerSecret } from './secret.js';
import { registerServe } from './serve.js';
import { Session } from './session.js';
import { registerSimulate } from './simulate.js';
import { registerSync } from './sync.js';
import { registerToken } from './token.js';
import { registerValidate } from './validate.js';

const COMMANDS = [
  registerServe,
  registerDemo,
  registerSchool,
  registerParty,
  registerAgreement,
  registerKey,
  registerSync,
  registerRoster,
  registerDeliver,
  registerToken,
  registerClient,
  registerValidate,
  registerConvert,
  registerResults,
  registerDossier,
  registerErase,
  registerRestrict,
  registerExchange,
  registerAudit,
  registerRetention,
  registerSecret,
  registerDoctor,
  registerSimulate,
  registerGenerate,
];

const EPILOGUE = `
Settings may also stand in the environment (UWLR_PORT, UWLR_DATA, ...) or in uwlr.json in the data directory: see docs/operations.md.
Exit codes: 0 done, 1 the answer is no, 2 wrong usage, 3 could not run.`;

/** The program with all its commands. Parse errors throw `CommanderError`, after one line on standard error. */
export function buildProgram(): { readonly program: Command; readonly session: Session } {
  const program = new Command('uwlr')
    .description('Gateway for UWLR: pupil data and results between school administrations and vendors (--version: which one this is)')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`${oneLine(text)}\n`) });
  const session = new Session(program);
  addSettings(program);
  for (const register of COMMANDS) register(program, session);
  program.addHelpText('after', EPILOGUE);
  return { program, session };
}

/** The settings that may be given as flags, before or behind any command. Names as in `Config`. */
function addSettings(program: Command): void {
  program
    .option('--data <dir>', 'directory that everything is kept in (./data)')
    .option('--config <file>', 'file with settings (uwlr.json in the data directory)')
    .option('--port <number>', 'port to listen on (8080)')
    .option('--host <address>', 'address to listen on (127.0.0.1)')
    .option('--public-url <url>', 'where others reach the gateway')
    .option('--secret-file <file>', 'file with the secret (secret in the data directory)')
    .option('--audit-head <file>', 'file with the last seal of the audit (audit.head in the data directory)')
    .option('--log-level <level>', `one of ${LOG_LEVELS.join(', ')} (info)`)
    .option('--extensions <file>', 'JSON file with the registered types of anderresultaat')
    .option('--max-message-bytes <size>', 'largest message (64MiB)')
    .option('--max-work-bytes <size>', 'all messages in work at one time (256MiB)')
    .option('--max-work-messages <number>', 'messages in work at one time (256)')
    .option('--max-unproven-messages <number>', 'messages at one time whose senders have not proved who they are (512)')
    .option('--max-unproven-per-address <number>', 'of those, from one address (64)')
    .option('--shutdown-seconds <number>', 'how long a stop waits for messages in work (10)')
    .option('--retain-leavers-days <number>', 'how long those who left stay in a roster (30); the others: UWLR_RETAIN_..._DAYS')
    .option('--shrink-limit <share>', 'share of the pupils that may leave a roster at once without asking (0.2)')
    .option('--mode <mode>', `${MODES.join(' or ')} (development): in production ECK iDs of the pilot environment are refused`)
    .option('--allow-targets <list>', 'host names, addresses and networks that may be called though they are not public')
    .option('--delivery <how>', 'on or off (on): whether this gateway sends results on to others')
    .option('--delivery-concurrency <number>', 'messages on their way to others at one time (8)')
    .option('--delivery-lease-seconds <number>', 'how long after a crash what was on its way is taken up again, at most (60)')
    .option('--tls-cert <file>', 'PEM file with the certificate, for https')
    .option('--tls-key <file>', 'PEM file with its key')
    .option('--tls-client-ca <file>', 'PEM file with the authorities whose client certificates count')
    .option('--tls-client-auth <how>', `whether client certificates are asked for: ${TLS_CLIENT_AUTH.join(', ')} (none)`)
    .option('--trusted-proxies <list>', 'addresses and networks of proxies that are believed about who calls')
    .option('--forwarded-header <name>', `where they say so: ${FORWARDED_HEADERS.join(', ')} (x-forwarded-for)`)
    .option('--client-cert-header <name>', 'where they hand on a client certificate')
    .option('--max-requests-per-address <number>', 'requests a minute from an address (3000; 0: no bound)')
    .option('--max-requests-per-party <number>', 'requests a minute of a party (6000; 0: no bound)')
    .option('--max-failed-attempts <number>', 'wrong keys until a klantcode is locked out at an address (20; 0: never)')
    .option('--lock-out-seconds <number>', 'how long that lasts (300)')
    .option('--min-body-rate <number>', 'bytes a second that a message has to come in with (500; 0: no bound)')
    .option('--body-grace-seconds <number>', 'how long it may take before that counts (10)')
    .option('--max-connections <number>', 'connections at one time (2048, or what the descriptors of the process allow)')
    .option('--max-connections-per-address <number>', 'of one address (256; 0: no bound)')
    .option('--stall-seconds <number>', 'how long an answer that is not read may lie (60)');
}

/** As in package.json. */
export function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** commander puts its suggestion on a line of its own. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /, 'uwlr: ')
    .trim()
    .replaceAll('\n', ' ');
}
