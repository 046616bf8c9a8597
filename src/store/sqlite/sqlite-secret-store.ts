import type { Database } from 'better-sqlite3';
import type { AuditHead } from '../audit-chain.js';
import type { GatewayKeys, NewSecret, SealedValues, SecretStore } from '../secret-store.js';
import { SecretReader } from './secret-table.js';
import { SqliteAliasStore } from './sqlite-alias-store.js';
import type { StoreAccess } from './store-access.js';

/** The part of the SQLite store that knows under which secret things are sealed. */
export class SqliteSecretStore extends SqliteAliasStore implements SecretStore {
  private readonly secrets: SecretReader;

  constructor(db: Database, access: StoreAccess) {
    super(db, access);
    this.secrets = new SecretReader(db);
  }

  async gatewayKeys(): Promise<GatewayKeys> {
    return this.access.read('secret', () => this.secrets.keys());
  }

  useSecret(fingerprint: string): void {
    this.access.useSecret(fingerprint);
  }

  async sealedValues(): Promise<SealedValues & { readonly head: AuditHead }> {
    return this.access.read('secret', () => this.secrets.values());
  }

  async replaceSecret(change: NewSecret): Promise<boolean> {
    await this.access.write({ kind: 'new-secret', change });
    this.access.useSecret(change.fingerprint);
    return this.access.emptyLog();
  }
}
