import { type Command, Option } from 'commander';
import { noteServerFiles } from './open/note-server-files.js';
import type { Session } from './open/session.js';
import { withOffice } from './open/with-office.js';
import { jsonOption } from './terminal/json-option.js';
import { note, print, printJson } from './terminal/print.js';
import { textOfFile } from './terminal/text-of-file.js';

interface RotateOptions {
  readonly newSecretFile?: string;
  readonly json?: true;
}

export function registerSecret(program: Command, session: Session): void {
  program
    .command('secret')
    .description('the secret of the gateway, from which all keys are derived')
    .command('rotate')
    .description('replace the secret; the old one no longer opens anything')
    .addOption(new Option('--new-secret-file <file>', 'file with the new one; where the gateway made its own, it makes this one too'))
    .addOption(jsonOption())
    .action((options: RotateOptions) => rotate(session, options));
}

async function rotate(session: Session, { newSecretFile, json }: RotateOptions): Promise<void> {
  const { checkNewSecret, rotateSecret } = await import('../admin/secret/rotate-secret.js');
  const config = session.config();
  const given = newSecretFile === undefined ? undefined : { secret: await textOfFile(newSecretFile), file: newSecretFile };
  checkNewSecret(config, given);
  const { ownFile, inLog, ...counts } = await withOffice(config, (office) => rotateSecret(office, config, given));
  if (inLog) note('uwlr: data under the old secret stay in the log of the database until the running gateway stops: stop it now');
  noteServerFiles(config, 'data under the old secret');
  if (json) {
    printJson({ ...counts, secretFile: ownFile ?? null, inLog });
    return;
  }
  const { schools, connections, credentials, targets } = counts;
  print(
    `Encrypted again under the new secret: keys of schools: ${schools}, connections: ${connections}, keys of administrations: ${credentials}, targets: ${targets}.`,
  );
  print(
    ownFile === undefined
      ? 'Start the gateway with the new secret. The old secret no longer opens anything here.'
      : `The new secret is in ${ownFile}. Start the gateway again, and back up the secret.`,
  );
}
