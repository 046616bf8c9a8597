import { type Command, Option } from 'commander';
import { removeParty } from '../../admin/parties/remove-party.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { namedOnce } from '../terminal/named-once.js';
import { print, printJson } from '../terminal/print.js';

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
