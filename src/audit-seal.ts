import { type Keyring, sameText } from './privacy/keyring.js';
import type { AuditHead, AuditSeal } from './store/audit-chain.js';

/** A seal of what the audit comes to, at `at` (ISO instant). */
export function sealOf(keyring: Keyring, { seq, hash }: AuditHead, at: string): AuditSeal {
  const key = keyring.fingerprint;
  return { seq, hash, at, key, mac: keyring.auditMac(textOf({ seq, hash, at, key })) };
}

/** Whether a seal was made under the secret of this gateway, of this very place, hash and moment. */
export function isGenuineSeal(keyring: Keyring, seal: AuditSeal): boolean {
  return sameText(keyring.auditMac(textOf(seal)), seal.mac);
}

/** Part of what is stored: another text is another version, in its first word. */
function textOf({ seq, hash, at, key }: Omit<AuditSeal, 'mac'>): string {
  return JSON.stringify(['uwlr audit seal 1', seq, hash, at, key]);
}
