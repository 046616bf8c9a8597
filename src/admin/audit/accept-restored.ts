import type { Config } from '../../config/config.js';
import { AuditHeadFile, auditHeadFile } from '../../secret/audit-head-file.js';
import { hasSealOutside } from '../../secret/audit-seal.js';
import type { SealHead } from '../../store/audit-chain.js';
import type { Store } from '../../store/store.js';

/**
 * Accepts a database that was put back on purpose, and records that in the audit. Returns the seal from which the audit continues; undefined
 * when the seal outside the database is in the audit, so that there is nothing to accept. The store has to have the secret.
 */
export async function acceptRestored(config: Config, store: Store, at: string): Promise<SealHead | undefined> {
  if (await hasSealOutside(store)) return undefined;
  const lost = await new AuditHeadFile(auditHeadFile(config)).read().catch(() => undefined);
  await store.appendAudit([
    {
      at,
      actor: store.actor,
      operation: 'audit.accept-restored',
      outcome: 'done',
      ...(lost === undefined ? {} : { subject: lost.hash }),
      counts: { ...(lost === undefined ? {} : { lost: lost.number }), seal: (await store.lastSeal())?.number ?? 0 },
    },
  ]);
  return store.sealAudit({ accept: true });
}
