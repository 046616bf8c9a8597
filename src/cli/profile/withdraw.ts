import type { Command } from 'commander';
import { withdrawProfile } from '../../admin/profiles/withdraw-profile.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

export function registerProfileWithdraw(profile: Command, session: Session): void {
  profile
    .command('withdraw')
    .description('withdraw what is declared about a product; stored results keep the version that they came under')
    .argument('<klantcode>', 'the vendor', text(64))
    .argument('<product>', 'the product', text(255))
    .addOption(jsonOption())
    .action((party: string, product: string, { json }: { readonly json?: true }) => withdraw(session, party, product, json));
}

async function withdraw(session: Session, party: string, product: string, json: true | undefined): Promise<void> {
  const withdrawn = await withOffice(session.config(), (office) => withdrawProfile(office, party, product));
  if (json) printJson(withdrawn);
  else print(`Withdrew the profile of product ${product} of ${party}. Results from now on have none.`);
}
