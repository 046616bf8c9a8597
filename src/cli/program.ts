import { Command } from 'commander';
import { addSettings, registerSettingsHelp } from './help/settings-help.js';
import { Session } from './open/session.js';

type Register = (program: Command, session: Session) => void;

/** The commands by name, in the order and under the headings of the help. A command is loaded only where it is asked for. */
const COMMANDS: Readonly<Record<string, Readonly<Record<string, () => Promise<Register>>>>> = {
  'Run the gateway:': {
    serve: async () => (await import('./serve.js')).registerServe,
    demo: async () => (await import('./demo.js')).registerDemo,
    doctor: async () => (await import('./doctor.js')).registerDoctor,
  },
  'Schools, parties and agreements:': {
    school: async () => (await import('./school.js')).registerSchool,
    party: async () => (await import('./party.js')).registerParty,
    agreement: async () => (await import('./agreement.js')).registerAgreement,
    key: async () => (await import('./key.js')).registerKey,
  },
  'Access over REST:': {
    token: async () => (await import('./token.js')).registerToken,
    client: async () => (await import('./client.js')).registerClient,
  },
  'Pupil data:': {
    sync: async () => (await import('./sync.js')).registerSync,
    roster: async () => (await import('./roster.js')).registerRoster,
  },
  'Results and messages:': {
    results: async () => (await import('./results.js')).registerResults,
    exchange: async () => (await import('./exchange.js')).registerExchange,
    send: async () => (await import('./send.js')).registerSend,
    deliver: async () => (await import('./deliver.js')).registerDeliver,
  },
  'Learning goals:': {
    goals: async () => (await import('./goals.js')).registerGoals,
    profile: async () => (await import('./profile.js')).registerProfile,
    signals: async () => (await import('./signals.js')).registerSignals,
  },
  'Rights of a pupil:': {
    dossier: async () => (await import('./dossier.js')).registerDossier,
    erase: async () => (await import('./erase.js')).registerErase,
    restrict: async () => (await import('./restrict.js')).registerRestrict,
  },
  'Keep, remove and prove:': {
    retention: async () => (await import('./retention.js')).registerRetention,
    audit: async () => (await import('./audit.js')).registerAudit,
    backup: async () => (await import('./backup.js')).registerBackup,
    restore: async () => (await import('./restore.js')).registerRestore,
    migrate: async () => (await import('./migrate.js')).registerMigrate,
    secret: async () => (await import('./secret.js')).registerSecret,
  },
  'Check, convert and test:': {
    validate: async () => (await import('./validate.js')).registerValidate,
    convert: async () => (await import('./convert.js')).registerConvert,
    conform: async () => (await import('./conform.js')).registerConform,
    simulate: async () => (await import('./simulate.js')).registerSimulate,
    trigger: async () => (await import('./trigger.js')).registerTrigger,
    synthetic: async () => (await import('./synthetic.js')).registerSynthetic,
    generate: async () => (await import('./generate-command.js')).registerGenerate,
  },
};

const EPILOGUE = `
uwlr COMMAND --help shows the flags of a command, uwlr help settings shows the
settings of the gateway, and uwlr --version shows its version.
Exit codes: 0 done, 1 the answer is no, 2 wrong usage, 3 could not run.`;

/**
 * The program with the command that `argv` names, or with all commands where it names none, as for help. Parse errors throw
 * `CommanderError`, after one line on standard error.
 */
export async function buildProgram(argv: readonly string[] = []): Promise<{ readonly program: Command; readonly session: Session }> {
  const named = commandNamedIn(argv);
  const program = new Command('uwlr')
    .description('Gateway for UWLR: pupil data and results between school administrations and vendors')
    .usage('COMMAND [options]')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`${oneLine(text)}\n`) });
  const session = new Session(program);
  addSettings(program);
  for (const [heading, commands] of Object.entries(COMMANDS)) {
    program.commandsGroup(heading);
    for (const [name, load] of Object.entries(commands)) {
      if (named === undefined || name === named) (await load())(program, session);
    }
  }
  program.commandsGroup('Help:').helpCommand('help [command]', 'show the help of a command; uwlr help settings lists the settings');
  registerSettingsHelp(program);
  program.addHelpText('after', EPILOGUE);
  return { program, session };
}

/** The command on a command line, behind the settings that may stand before it; undefined when that is none of ours. */
function commandNamedIn(argv: readonly string[]): string | undefined {
  const settings = new Command().exitOverride().configureOutput({ outputError: () => undefined });
  addSettings(settings);
  try {
    const [first = ''] = settings.parseOptions([...argv]).operands;
    return Object.values(COMMANDS).some((commands) => Object.hasOwn(commands, first)) ? first : undefined;
  } catch {
    // A setting without its value: the program itself says so.
    return undefined;
  }
}

/** commander puts its suggestion on a line of its own. */
function oneLine(text: string): string {
  return text
    .replace(/^error: /, 'uwlr: ')
    .trim()
    .replaceAll('\n', ' ');
}
