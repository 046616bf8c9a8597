import { Command } from 'commander';
import { registerAgreement } from './agreement.js';
import { registerAudit } from './audit.js';
import { registerBackup } from './backup.js';
import { registerClient } from './client.js';
import { registerConform } from './conform.js';
import { registerConvert } from './convert.js';
import { registerDeliver } from './deliver.js';
import { registerDemo } from './demo.js';
import { registerDoctor } from './doctor.js';
import { registerDossier } from './dossier.js';
import { registerErase } from './erase.js';
import { registerExchange } from './exchange.js';
import { registerGenerate } from './generate-command.js';
import { registerGoals } from './goals.js';
import { addSettings, registerSettingsHelp } from './help/settings-help.js';
import { registerKey } from './key.js';
import { Session } from './open/session.js';
import { registerParty } from './party.js';
import { registerProfile } from './profile.js';
import { registerRestore } from './restore.js';
import { registerRestrict } from './restrict.js';
import { registerResults } from './results.js';
import { registerRetention } from './retention.js';
import { registerRoster } from './roster.js';
import { registerSchool } from './school.js';
import { registerSecret } from './secret.js';
import { registerSend } from './send.js';
import { registerServe } from './serve.js';
import { registerSignals } from './signals.js';
import { registerSimulate } from './simulate.js';
import { registerSync } from './sync.js';
import { registerSynthetic } from './synthetic.js';
import { registerToken } from './token.js';
import { registerTrigger } from './trigger.js';
import { registerValidate } from './validate.js';

/** The commands, in the order and under the headings of the help. */
const COMMANDS = {
  'Run the gateway:': [registerServe, registerDemo, registerDoctor],
  'Schools, parties and agreements:': [registerSchool, registerParty, registerAgreement, registerKey],
  'Access over REST:': [registerToken, registerClient],
  'Pupil data:': [registerSync, registerRoster],
  'Results and messages:': [registerResults, registerExchange, registerSend, registerDeliver],
  'Learning goals:': [registerGoals, registerProfile, registerSignals],
  'Rights of a pupil:': [registerDossier, registerErase, registerRestrict],
  'Keep, remove and prove:': [registerRetention, registerAudit, registerBackup, registerRestore, registerSecret],
  'Check, convert and test:': [
    registerValidate,
    registerConvert,
    registerConform,
    registerSimulate,
    registerTrigger,
    registerSynthetic,
    registerGenerate,
  ],
} as const satisfies Readonly<Record<string, readonly ((program: Command, session: Session) => void)[]>>;

const EPILOGUE = `
uwlr COMMAND --help shows the flags of a command, uwlr help settings shows the
settings of the gateway, and uwlr --version shows its version.
Exit codes: 0 done, 1 the answer is no, 2 wrong usage, 3 could not run.`;

/** The program with all its commands. Parse errors throw `CommanderError`, after one line on standard error. */
export function buildProgram(): { readonly program: Command; readonly session: Session } {
  const program = new Command('uwlr')
    .description('Gateway for UWLR: pupil data and results between school administrations and vendors')
    .usage('COMMAND [options]')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`${oneLine(text)}\n`) });
  const session = new Session(program);
  addSettings(program);
  for (const [heading, registers] of Object.entries(COMMANDS)) {
    program.commandsGroup(heading);
    for (const register of registers) register(program, session);
  }
  program.commandsGroup('Help:').helpCommand('help [command]', 'show the help of a command; uwlr help settings lists the settings');
  registerSettingsHelp(program);
  program.addHelpText('after', EPILOGUE);
  return { program, session };
}

/** commander puts its suggestion on a line of its own. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /, 'uwlr: ')
    .trim()
    .replaceAll('\n', ' ');
}
