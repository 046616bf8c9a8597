import { type Command, Option } from 'commander';
import { addProfile } from '../../admin/profiles/add-profile.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';
import { textOfFile } from '../terminal/text-of-file.js';

interface AddOptions {
  readonly party?: string;
  readonly json?: true;
}

export function registerProfileAdd(profile: Command, session: Session): void {
  profile
    .command('add')
    .description('store what a vendor declares about a product: JSON of the form schemas/model/source-profile.json')
    .argument('<file>', 'the file; - for standard input')
    .addOption(new Option('--party <klantcode>', 'the vendor, when the file does not name it').argParser(text(64)))
    .addOption(jsonOption())
    .action((file: string, options: AddOptions) => add(session, file, options));
}

async function add(session: Session, file: string, { party, json }: AddOptions): Promise<void> {
  const given = await textOfFile(file);
  const added = await withOffice(session.config(), (office) => addProfile(office, given, party));
  if (json) {
    printJson(added);
    return;
  }
  const { product, version } = added;
  if (!added.isNew) print(`Nothing new: version ${version} of product ${product} of ${added.party} says the same.`);
  else print(`Added version ${version} of the profile of product ${product} of ${added.party}. It holds for results from now on.`);
}
