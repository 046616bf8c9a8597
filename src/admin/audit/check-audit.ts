import type { Config } from '../../config/config.js';
import { supplied } from '../../core/supplied.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import { AuditHeadFile, auditHeadFile } from '../../secret/audit-head-file.js';
import { sealChecks } from '../../secret/audit-seal.js';
import type { AuditVerdict, SealHead } from '../../store/audit-chain.js';
import type { Store } from '../../store/store.js';

export interface AuditCheck {
  readonly verdict: AuditVerdict;
  /** The seal that is kept outside the database; undefined: none is. */
  readonly outside: SealHead | undefined;
}

/** Verifies the audit with all that is at hand: the secret, the seal that is kept outside, and a hash that was noted elsewhere. */
export async function checkAudit(config: Config, store: Store, keyring: Keyring | undefined, expect?: string): Promise<AuditCheck> {
  // Before the audit: a gateway that runs may seal meanwhile.
  const outside = await new AuditHeadFile(auditHeadFile(config)).read();
  const verdict = await store.verifyAudit({
    ...(keyring === undefined ? {} : sealChecks(keyring)),
    ...supplied({ expect, outside }),
  });
  return { verdict, outside };
}
