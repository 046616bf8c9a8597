import { type Command, Option } from 'commander';
import type { Session } from '../../open/session.js';
import { withOffice } from '../../open/with-office.js';
import { text } from '../../terminal/arguments.js';
import { jsonOption } from '../../terminal/json-option.js';
import { printJson, printTable } from '../../terminal/print.js';

interface ListOptions {
  readonly party?: string;
  readonly json?: true;
}

export function registerMapList(map: Command, session: Session): void {
  map
    .command('list')
    .description('list the versions of mappings')
    .addOption(new Option('--party <klantcode>', 'only those of this vendor').argParser(text(64)))
    .addOption(jsonOption())
    .action((options: ListOptions) => list(session, options));
}

async function list(session: Session, { party, json }: ListOptions): Promise<void> {
  const items = await withOffice(session.config(), ({ store }) => store.goals.mappings.mappingVersions(party));
  if (json) {
    printJson({ items });
    return;
  }
  const rows = items.map(({ number, party: of, school, assertedBy, importedAt, added, removed, undoes, undoneBy, note }) => [
    ...[String(number), of, school ?? 'every school', assertedBy, importedAt, `+${added} -${removed}`],
    [
      ...(undoes === undefined ? [] : [`undoes ${undoes}`]),
      ...(undoneBy === undefined ? [] : [`undone by ${undoneBy}`]),
      ...(note === undefined ? [] : [note]),
    ].join('; '),
  ]);
  printTable(['VERSION', 'PARTY', 'SCHOOL', 'ASSERTED BY', 'IMPORTED', 'ROWS', 'NOTE'], rows, 'No mappings yet.');
}
