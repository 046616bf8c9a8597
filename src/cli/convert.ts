import { type Command, Option } from 'commander';
import { supplied } from '../core/supplied.js';
import type { Policy } from '../uwlr/finding.js';
import type { Target } from './convert/target.js';
import type { Session } from './open/session.js';
import { school, text } from './terminal/arguments.js';
import { negativeAnswer } from './terminal/command-error.js';
import { EXIT } from './terminal/exit-code.js';
import { findingLine } from './terminal/finding-line.js';
import { infourlRule } from './terminal/infourl-rule.js';
import { jsonOption } from './terminal/json-option.js';
import { note } from './terminal/print.js';

const TARGETS: readonly Target[] = ['model', 'uwlr-2.1', 'uwlr-2.2', 'uwlr-2.3'];

interface ConvertOptions {
  readonly to: Target;
  readonly policy: Policy;
  readonly school?: string;
  readonly party?: string;
  readonly infourl: ReturnType<typeof infourlRule>;
  readonly json?: true;
}

export function registerConvert(program: Command, session: Session): void {
  program
    .command('convert')
    .description('translate a message into the canonical model, or into another version of UWLR')
    .argument('<file>', 'file with a valid message, with or without its SOAP envelope; - for standard input')
    .addOption(new Option('--to <form>', 'what to make of it').choices(TARGETS).makeOptionMandatory())
    .addOption(
      new Option('--policy <policy>', 'read it as from a party with this policy').choices(['strict', 'tolerant']).default('strict'),
    )
    .addOption(new Option('--party <klantcode>', 'model only: whose it is (the klantcode in its header)').argParser(text(64)))
    .addOption(new Option('--school <school>', 'model only: the school, for test definitions, which name none').argParser(school))
    .addOption(
      new Option('--infourl <rule>', 'model only: which part of infourl is stored, as with agreement add')
        .argParser(infourlRule)
        .default({ keep: 'none' }, 'none'),
    )
    .addOption(jsonOption())
    .action((file: string, options: ConvertOptions) => convert(session, file, options));
}

async function convert(session: Session, file: string, { to, policy, json, ...options }: ConvertOptions): Promise<void> {
  const [{ loadExtensions }, { readMessage }] = await Promise.all([
    import('../config/load-extensions.js'),
    import('./message/read-message.js'),
  ]);
  const extensions = await loadExtensions(session.config().extensions);
  const { intake, sound } = await readMessage(file, { policy, extensions });
  const { message, findings } = intake;
  if (message === undefined || !sound) {
    for (const finding of findings.list.filter(({ severity }) => severity === 'error')) note(`  ${findingLine(finding)}`);
    throw negativeAnswer(`${file}: not a valid message, so there is nothing to convert`);
  }
  if (to === 'model') {
    const { printModel } = await import('./convert/to-model.js');
    const party = options.party ?? intake.autorisatie?.klantcode;
    await printModel(message, { ...options, ...supplied({ party }), extensions }, json ?? false);
  } else {
    const { printVersion } = await import('./convert/to-version.js');
    if (!(await printVersion(message, to, extensions, json ?? false))) session.exitCode = EXIT.no;
  }
}
