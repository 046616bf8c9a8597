import type { Command } from 'commander';
import { AuditHeadFile, auditHeadFile } from '../../secret/audit-head-file.js';
import { hasSealOutside } from '../../secret/audit-seal.js';
import { sealingKeyring } from '../open/existing-keyring.js';
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
    .action((options: { json?: true }) => acceptRestored(session, options));
}

async function acceptRestored(session: Session, { json }: { json?: true }): Promise<void> {
  const config = session.config();
  const seal = await withExistingStore(config, async (store) => {
    if ((await sealingKeyring(config, store)) === undefined) throw couldNotRun('there is no secret here to seal the audit with');
    if (await hasSealOutside(store)) return undefined;
    const lost = await new AuditHeadFile(auditHeadFile(config)).read().catch(() => undefined);
    await store.appendAudit([
      {
        at: new Date().toISOString(),
        actor: store.actor,
        operation: 'audit.accept-restored',
        outcome: 'done',
        ...(lost === undefined ? {} : { subject: lost.hash }),
        counts: { ...(lost === undefined ? {} : { lost: lost.number }), seal: (await store.lastSeal())?.number ?? 0 },
      },
    ]);
    return store.sealAudit({ accept: true });
  });
  if (json) printJson({ accepted: seal !== undefined, ...(seal === undefined ? {} : { seal }) });
  else if (seal === undefined) print('Nothing to accept: the seal outside the database is in the audit.');
  else print(`Accepted: the audit continues from seal ${seal.number}. Actions after the copy was made are not in it.`);
}
