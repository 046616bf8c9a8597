import type { Command } from 'commander';
import { showMapping } from '../../../admin/goals/show-mapping.js';
import { fieldsOf } from '../../../goals/mapping/row-fields.js';
import type { MappingRow } from '../../../goals/mapping.js';
import type { Session } from '../../open/session.js';
import { withOffice } from '../../open/with-office.js';
import { count } from '../../terminal/arguments.js';
import { jsonOption } from '../../terminal/json-option.js';
import { note, print, printJson } from '../../terminal/print.js';

/** Rows that are shown to people. */
const SHOWN = 50;

export function registerMapShow(map: Command, session: Session): void {
  map
    .command('show')
    .description('show the rows that one version of a mapping added and removed')
    .argument('<version>', 'number of the version', count(999_999))
    .addOption(jsonOption())
    .action((version: number, options: { json?: true }) => show(session, version, options));
}

async function show(session: Session, number: number, { json }: { json?: true }): Promise<void> {
  const shown = await withOffice(session.config(), (office) => showMapping(office, number));
  if (json) {
    printJson(shown);
    return;
  }
  const { version, added, removed } = shown;
  const { party, school, assertedBy, importedAt, note: about } = version;
  print(`Version ${number} of the mapping of ${party}${school === undefined ? '' : ` for ${school}`}, asserted by ${assertedBy}`);
  print(`Imported at ${importedAt}${about === undefined ? '' : `: ${about}`}`);
  const lines = [...removed.map((row) => `- ${rowText(row)}`), ...added.map((row) => `+ ${rowText(row)}`)];
  for (const line of lines.slice(0, SHOWN)) print(line);
  if (lines.length > SHOWN) note(`and ${lines.length - SHOWN} more: --json for all of them`);
}

/** `code KLOK, version 2, goal bk:...`. */
function rowText(row: MappingRow): string {
  const words = Object.entries(fieldsOf(row)).map(
    ([name, value]) => `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${value}`,
  );
  return words.join(', ');
}
