import { type Command, Option } from 'commander';
import { removeParty } from '../../admin/remove-party.js';
import { text } from '../arguments.js';
import { jsonOption } from '../json-option.js';
import { namedOnce } from '../named-once.js';
import { print, printJson } from '../print.js';
import type { Session } from '../session.js';
import { withOffice } from '../with-office.js';

export function registerPartyRemove(party: Command, session: Session): void {
  party
    .command('remove')
    .description('remove a party that nothing needs, such as one that was added by mistake')
    .argument('[klantcode]', 'the party', text(64))
    .addOption(new Option('--party <klantcode>', 'the same').argParser(text(64)))
    .addOption(jsonOption())
    .action((klantcode: string | undefined, { party: named, json }: { readonly party?: string; readonly json?: true }) =>
      remove(session, namedOnce(klantcode, named, 'party'), json),
    );
}

async function remove(session: Session, klantcode: string, json: true | undefined): Promise<void> {
  await withOffice(session.config(), (office) => removeParty(office, klantcode));
  if (json) printJson({ klantcode, removed: true });
  else print(`Removed party ${klantcode}.`);
}
