import type { Command } from 'commander';
import { AuditHeadFile, auditHeadFile } from '../../audit-head-file.js';
import { hasSealOutside } from '../../audit-sealing.js';
import { couldNotRun } from '../command-error.js';
import { sealingKeyring } from '../existing-keyring.js';
import { jsonOption } from '../json-option.js';
import { withExistingStore } from '../open-store.js';
import { print, printJson } from '../print.js';
import type { Session } from '../session.js';

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
