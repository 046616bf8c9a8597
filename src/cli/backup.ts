import type { Command } from 'commander';
import { supplied } from '../core/supplied.js';
import type { Session } from './open/session.js';
import { jsonOption } from './terminal/json-option.js';
import { note, print, printJson } from './terminal/print.js';

interface BackupCommand {
  readonly withSecret?: boolean;
  readonly overwrite?: boolean;
  readonly json?: true;
}

export function registerBackup(program: Command, session: Session): void {
  program
    .command('backup')
    .description('make a backup of the data directory, also while the gateway runs')
    .argument('<file>', 'where to; in a directory it is named after its moment')
    .option('--with-secret', 'put the secret and uwlr.json of the data directory in it too: who has the file can then read everything')
    .option('--overwrite', 'replace a file that already exists')
    .addOption(jsonOption())
    .action((file: string, options: BackupCommand) => backup(session, file, options));
}

async function backup(session: Session, file: string, { withSecret = false, overwrite = false, json }: BackupCommand): Promise<void> {
  const { backUp } = await import('./backup/back-up.js');
  const { made, audited } = await backUp(session.config(), { to: file, withSecret, overwrite });
  const { path, bytes, moment, seal, holdsSecret } = made;
  if (!audited) note('uwlr: the store is of an earlier version, so its audit does not record this backup');
  if (json) {
    printJson({ path, bytes, moment, ...supplied({ seal }), secret: holdsSecret });
    return;
  }
  print(`Wrote and checked ${path}: ${bytes} bytes, as of ${moment}.`);
  if (seal !== undefined) print(`Audit up to seal ${seal.number}, ${seal.hash}`);
  print(
    holdsSecret
      ? 'The secret is in it: anyone who has this file can read everything. Keep it as safe as the secret.'
      : 'The secret is not in it: keep a copy of the secret elsewhere, or nothing that is sealed can be opened again.',
  );
}
