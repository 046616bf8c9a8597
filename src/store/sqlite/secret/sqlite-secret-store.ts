import type { Database } from 'better-sqlite3';
import { signed } from '../../audit-seal.js';
import type { GatewayKeys, NewSecret, SealedReading, Sealing, SecretStore } from '../../secret-store.js';
import { SqliteAuditStore } from '../audit/sqlite-audit-store.js';
import type { StoreAccess } from '../store-access.js';
import { goneOn, SecretReader } from './secret-table.js';

/** The part of the SQLite store that knows under which secret things are sealed. */
export class SqliteSecretStore extends SqliteAuditStore implements SecretStore {
  private readonly secrets: SecretReader;

  constructor(db: Database, access: StoreAccess) {
    super(db, access);
    this.secrets = new SecretReader(db);
  }

  async gatewayKeys(): Promise<GatewayKeys> {
    return this.access.read('secret', () => this.secrets.keys());
  }

  useSecret(fingerprint: string, sealing?: Sealing): void {
    this.access.useSecret(fingerprint, sealing);
  }

  async sealedValues(): Promise<SealedReading> {
    return this.access.read('secret', () => this.secrets.values());
  }

  async replaceSecret({ signer, ...change }: NewSecret): Promise<boolean> {
    await this.sealer.check();
    const draft = this.sealer.draft();
    // Another process may have sealed since `head`, under the secret that goes: beyond where those seals count. After the draft: what is
    // sealed from then on makes the draft void.
    if (this.sealer.sealedTo() > change.head.seq) throw goneOn();
    const seal = draft && signed(draft, signer);
    await this.access.write({ kind: 'new-secret', change: { ...change, ...(seal && { seal }) } });
    const { sealing } = this.access;
    this.access.useSecret(change.fingerprint, sealing && { ...sealing, signer });
    // What is kept outside may be behind: what was replaced is, whatever becomes of this.
    await this.sealer.keep().catch(() => undefined);
    return this.access.emptyLog();
  }
}
