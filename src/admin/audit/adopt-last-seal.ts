import type { Config } from '../../config/config.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { AuditHeadFile, auditHeadFile } from '../../secret/audit-head-file.js';
import { sealSigner } from '../../secret/audit-seal.js';
import type { SealHead } from '../../store/audit-chain.js';
import { headOfSeal, proofOf } from '../../store/audit-seal.js';
import type { Store } from '../../store/store.js';

/**
 * A new node on a database that others use already knows no seal of the audit yet. It keeps the last one, when that was made under this
 * secret, and the audit says so. Gives that seal; undefined: nothing was adopted, as a seal is kept already, there is no such seal, or the
 * database is in the data directory, where a missing file means that something was removed.
 */
export async function adoptLastSeal(config: Config, store: Store, keyring: Keyring, at: string): Promise<SealHead | undefined> {
  if (config.databaseUrl === undefined) return undefined;
  const outside = new AuditHeadFile(auditHeadFile(config));
  if ((await outside.read()) !== undefined) return undefined;
  const seal = await store.lastSeal();
  if (seal === undefined || !sealSigner(keyring).isGenuine(proofOf(seal))) return undefined;
  const head = headOfSeal(seal);
  const { actor } = store;
  await store.appendAudit([
    { at, actor, operation: 'audit.adopt-seal', outcome: 'done', subject: head.hash, counts: { seal: head.number } },
  ]);
  await outside.write(head);
  return head;
}
