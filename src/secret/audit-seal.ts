import type { Keyring } from '../privacy/keys/keyring.js';
import type { AuditStore } from '../store/audit.js';
import type { AuditVerification } from '../store/audit-chain.js';
import type { SealSigner } from '../store/audit-seal.js';
import { StoreError } from '../store/store-error.js';

/** Makes and judges seals of the audit under the secret of this gateway, and judges those under an earlier one that was not replaced yet. */
export function sealSigner(keyring: Keyring): SealSigner {
  return {
    key: keyring.fingerprint,
    mac: (text) => keyring.auditMac(text),
    isGenuine: ({ mac, text, key, seq }) => keyring.isAuditMac(mac, text, { key, seq }),
  };
}

/** How seals are judged with the secret of this gateway. */
export function sealChecks(keyring: Keyring): AuditVerification {
  const { isGenuine } = sealSigner(keyring);
  return { isGenuine, ...(keyring.replacedAt === 0 ? {} : { sealedBy: { key: keyring.fingerprint, from: keyring.replacedAt } }) };
}

/** Whether the audit holds the seal that is kept outside the database, and continues from it. */
export async function hasSealOutside(store: Pick<AuditStore, 'checkAuditSeals'>): Promise<boolean> {
  try {
    await store.checkAuditSeals();
    return true;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'restored') return false;
    throw error;
  }
}
