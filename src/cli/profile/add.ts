import { type Command, Option } from 'commander';
import { addProfile } from '../../admin/profiles/add-profile.js';
import { text } from '../arguments.js';
import { jsonOption } from '../json-option.js';
import { print, printJson } from '../print.js';
import type { Session } from '../session.js';
import { textOfFile } from '../text-of-file.js';
import { withOffice } from '../with-office.js';

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
