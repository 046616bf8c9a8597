import { type Command, Option } from 'commander';
import { listProfiles, type ShownProfile } from '../../admin/profiles/shown-profile.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { school, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { printJson, printTable } from '../terminal/print.js';

interface ListOptions {
  readonly party?: string;
  readonly school?: string;
  readonly json?: true;
}

export function registerProfileList(profile: Command, session: Session): void {
  profile
    .command('list')
    .description('list the profiles in force')
    .addOption(new Option('--party <klantcode>', 'of this vendor').argParser(text(64)))
    .addOption(new Option('--school <school>', 'only with confirmations of this school').argParser(school))
    .addOption(jsonOption())
    .action((options: ListOptions) => list(session, options));
}

async function list(session: Session, { json, ...choice }: ListOptions): Promise<void> {
  const items = await withOffice(session.config(), (office) => listProfiles(office, choice));
  if (json) {
    printJson({ items });
    return;
  }
  const head = ['PARTY', 'PRODUCT', 'VERSION', 'TITLE', 'FIGURES', 'DECLARED', 'CONFIRMED BY'];
  printTable(head, items.map(rowOf), 'No profiles: what figures mean is not declared.');
}

function rowOf({ party, product, version, title = '', figures, declaredAt, confirmedBy }: ShownProfile): readonly string[] {
  return [party, product, String(version), title, String(figures.length), declaredAt, schoolsText(confirmedBy.map(({ school: id }) => id))];
}

/** A few schools by id, many by their number. */
export function schoolsText(schools: readonly string[]): string {
  if (schools.length === 0) return 'no school';
  return schools.length > 4 ? `${schools.length} schools` : schools.join(', ');
}
