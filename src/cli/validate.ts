import { type Command, Option } from 'commander';
import { supplied } from '../core/supplied.js';
import type { Policy } from '../uwlr/finding.js';
import { PUPIL_PROFILES, type PupilProfile } from '../uwlr/grammar/grammar.js';
import { printVerdict } from './message/verdict-text.js';
import type { Session } from './open/session.js';
import { CommandError, wrongUsage } from './terminal/command-error.js';
import { EXIT } from './terminal/exit-code.js';
import { jsonOption } from './terminal/json-option.js';
import { note, print, printJson } from './terminal/print.js';

interface ValidateOptions {
  readonly policy: Policy;
  readonly schema?: string;
  readonly profile?: PupilProfile;
  readonly json?: true;
}

export function registerValidate(program: Command, session: Session): void {
  program
    .command('validate')
    .description('check whether messages are valid UWLR, and list the errors')
    .argument('<file...>', 'files with a message, with or without its SOAP envelope, or an EDEXML file; - for standard input')
    .addOption(new Option('--policy <policy>', 'judge as for a party with this policy').choices(['strict', 'tolerant']).default('strict'))
    .addOption(new Option('--profile <profile>', 'hold answers with pupil data to this profile too').choices(PUPIL_PROFILES))
    .option('--schema <dir>', 'also validate with libxml2 and the XSDs in this directory')
    .addOption(jsonOption())
    .action((files: string[], options: ValidateOptions) => validate(session, files, options));
}

async function validate(session: Session, files: readonly string[], { policy, schema, profile, json }: ValidateOptions): Promise<void> {
  if (schema !== undefined && files.includes('-')) throw wrongUsage('--schema needs files, not standard input');
  const { loadExtensions } = await import('../config/load-extensions.js');
  const extensions = await loadExtensions(session.config().extensions);
  const schemas = schema === undefined ? undefined : new (await import('../xml/schema-set.js')).SchemaSet(schema);
  const { verdictOn } = await import('./message/verdict.js');
  const counts = { valid: 0, invalid: 0, unread: 0 };
  try {
    for (const file of files) {
      const verdict = await verdictOn(file, { policy, extensions, profile, ...supplied({ schemas }) }).catch(unread);
      if (verdict === undefined) {
        counts.unread += 1;
        continue;
      }
      counts[verdict.valid ? 'valid' : 'invalid'] += 1;
      if (json) printJson(verdict);
      else printVerdict(verdict, schemas !== undefined);
    }
  } finally {
    schemas?.dispose();
  }
  if (!json && files.length > 1)
    print(`${files.length} files: ${counts.valid} valid, ${counts.invalid} invalid, ${counts.unread} could not be read`);
  if (counts.unread > 0) session.exitCode = EXIT.failed;
  else if (counts.invalid > 0) session.exitCode = EXIT.no;
}

/** One file that cannot be read does not stop the others. */
function unread(error: unknown): undefined {
  if (!(error instanceof CommandError)) throw error;
  note(`uwlr: ${error.message}`);
}
