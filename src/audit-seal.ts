import type { Keyring } from './privacy/keyring.js';
import type { AuditHead, AuditSeal, AuditVerification } from './store/audit-chain.js';

/** A seal of what the audit comes to, at `at` (ISO instant). */
export function sealOf(keyring: Keyring, { seq, hash }: AuditHead, at: string): AuditSeal {
  const key = keyring.fingerprint;
  return { seq, hash, at, key, mac: keyring.auditMac(textOf({ seq, hash, at, key })) };
}

/** How seals are judged with the secret of this gateway. */
export function sealChecks(keyring: Keyring): AuditVerification {
  return {
    isGenuine: (seal) => isGenuineSeal(keyring, seal),
    ...(keyring.replacedAt === 0 ? {} : { sealedBy: { key: keyring.fingerprint, from: keyring.replacedAt } }),
  };
}

/**
 * Whether a seal was made of this very place, hash and moment, under the secret of this gateway, or under an earlier one that was not
 * replaced yet.
 */
export function isGenuineSeal(keyring: Keyring, seal: AuditSeal): boolean {
  return keyring.isAuditMac(seal.mac, textOf(seal), seal);
}

/** Part of what is stored: another text is another version, in its first word. */
function textOf({ seq, hash, at, key }: Omit<AuditSeal, 'mac'>): string {
  return JSON.stringify(['uwlr audit seal 1', seq, hash, at, key]);
}
