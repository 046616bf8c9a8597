import { type Command, Option } from 'commander';
import { confirmProfile } from '../../admin/profiles/confirm-profile.js';
import { supplied } from '../../core/supplied.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { count, schools, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

interface ConfirmOptions {
  readonly school: readonly string[];
  readonly version?: number;
  readonly json?: true;
}

export function registerProfileConfirm(profile: Command, session: Session): void {
  profile
    .command('confirm')
    .description('record that schools have read and confirmed the profile in force')
    .argument('<klantcode>', 'the vendor', text(64))
    .argument('<product>', 'the product', text(255))
    .addOption(new Option('--school <schools>', 'the schools, with commas').argParser(schools).makeOptionMandatory())
    .addOption(new Option('--version <number>', 'the version that they read; another one in force is refused').argParser(count(999_999)))
    .addOption(jsonOption())
    .action((party: string, product: string, options: ConfirmOptions) => confirm(session, party, product, options));
}

async function confirm(session: Session, party: string, product: string, { school, version, json }: ConfirmOptions): Promise<void> {
  const given = { schools: school, party, product, ...supplied({ version }) };
  const items = await withOffice(session.config(), (office) => confirmProfile(office, given));
  if (json) printJson({ items });
  else for (const one of items) print(`School ${one.school} confirmed version ${one.version} of product ${product} of ${party}.`);
}
