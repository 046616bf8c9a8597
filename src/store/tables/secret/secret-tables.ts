import { signed } from '../../audit-seal.js';
import type { GatewayKeys, NewSecret, SealedReading, Sealing, SecretStore } from '../../secret-store.js';
import { AuditTables } from '../audit/audit-tables.js';
import { goneOn } from './replace-secret.js';
import { gatewayKeys, sealedValues } from './secret-reads.js';

/** The part of the store that knows under which secret things are sealed. */
export class SecretTables extends AuditTables implements SecretStore {
  async gatewayKeys(): Promise<GatewayKeys> {
    return this.access.askAtOnce('secret', gatewayKeys());
  }

  useSecret(fingerprint: string, sealing?: Sealing): void {
    this.access.useSecret(fingerprint, sealing);
  }

  async sealedValues(): Promise<SealedReading> {
    return this.access.askAtOnce('secret', sealedValues());
  }

  async replaceSecret({ signer, ...change }: NewSecret): Promise<boolean> {
    await this.sealer.check();
    const draft = await this.sealer.draft();
    // Another process may have sealed since `head`, under the secret that goes: beyond where those seals count. After the draft: what is
    // sealed from then on makes the draft void.
    if ((await this.sealer.sealedTo()) > change.head.seq) throw goneOn();
    const seal = draft && signed(draft, signer);
    await this.access.write({ kind: 'new-secret', change: { ...change, ...(seal && { seal }) } });
    const { sealing } = this.access;
    this.access.useSecret(change.fingerprint, sealing && { ...sealing, signer });
    // What is kept outside may be behind: what was replaced is, whatever becomes of this.
    await this.sealer.keep().catch(() => undefined);
    return this.access.emptyLog();
  }
}
