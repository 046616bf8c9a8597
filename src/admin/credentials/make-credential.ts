import { randomUUID } from 'node:crypto';
import { supplied } from '../../core/supplied.js';
import type { Credential, Party } from '../../directory/directory.js';
import type { Keyring } from '../../privacy/keys/keyring.js';

export interface CredentialTerms {
  readonly schools: readonly string[];
  readonly from: string;
  readonly until?: string;
}

/** What is kept of a key: its keyed hash, and for a LAS, to which it is we who present it, the key itself, sealed. */
export function makeCredential(
  key: string,
  { klantcode, role }: Party,
  { schools, from, until }: CredentialTerms,
  keyring: Keyring,
): Credential {
  return {
    id: randomUUID(),
    party: klantcode,
    hash: keyring.hashCredential(key),
    ...(role === 'las' ? { sealed: keyring.sealSecret(key) } : {}),
    schools,
    from,
    ...supplied({ until }),
  };
}
