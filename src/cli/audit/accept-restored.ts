import type { Command } from 'commander';
import { acceptRestored } from '../../admin/audit/accept-restored.js';
import { supplied } from '../../core/supplied.js';
import { sealingKeyring } from '../../secret/existing-keyring.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { couldNotRun } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

export function registerAuditAcceptRestored(audit: Command, session: Session): void {
  audit
    .command('accept-restored')
    .description('let the gateway start on a database that was restored on purpose; recorded in the audit')
    .addOption(jsonOption())
    .action((options: { json?: true }) => accept(session, options));
}

async function accept(session: Session, { json }: { json?: true }): Promise<void> {
  const config = session.config();
  const seal = await withExistingStore(config, async (store) => {
    if ((await sealingKeyring(config, store)) === undefined) throw couldNotRun('there is no secret here to seal the audit with');
    return acceptRestored(config, store, new Date().toISOString());
  });
  if (json) printJson({ accepted: seal !== undefined, ...supplied({ seal }) });
  else if (seal === undefined) print('Nothing to accept: the seal outside the database is in the audit.');
  else print(`Accepted: the audit continues from seal ${seal.number}. Actions after the copy was made are not in it.`);
}
