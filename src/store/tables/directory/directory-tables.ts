import type {
  Agreement,
  ClientKey,
  Credential,
  Party,
  PartyCertificates,
  PartyChange,
  PrivacyStatement,
  School,
  Target,
  Token,
} from '../../../directory/directory.js';
import type { LastUse, UseKind } from '../../last-use.js';
import type { Store } from '../../store.js';
import { StoreError } from '../../store-error.js';
import { SecretTables } from '../secret/secret-tables.js';
import { lastUses } from './last-uses.js';
import { schoolKey } from './school-keys.js';

type Schools = 'addSchool' | 'renameSchool' | 'pauseSchool' | 'holdSchool' | 'setSchoolStatement' | 'schoolKey';
type Parties = 'addParty' | 'changeParty' | 'removeParty' | 'setCertificates';
type Agreements = 'addAgreements' | 'replaceAgreement' | 'endAgreement';
type Keys = 'revokeCredential' | 'replaceCredentials' | 'addToken' | 'revokeToken' | 'addClientKey' | 'revokeClientKey';
type Targets = 'addTarget' | 'setTarget' | 'endTarget';
type Uses = 'useAssertion' | 'keepLastUses' | 'lastUses';

/** The part of the store that changes the directory, and knows when what is in it was used. */
export class DirectoryTables extends SecretTables implements Pick<Store, Schools | Parties | Agreements | Keys | Targets | Uses> {
  async addSchool(school: School): Promise<void> {
    await this.access.write({ kind: 'school', school });
  }

  async addParty(party: Party): Promise<void> {
    await this.access.write({ kind: 'party', party });
  }

  async changeParty(klantcode: string, change: PartyChange): Promise<void> {
    await this.access.write({ kind: 'change-party', klantcode, change });
  }

  async removeParty(klantcode: string, at: string): Promise<void> {
    await this.access.write({ kind: 'remove-party', klantcode, at });
  }

  async renameSchool(id: string, name: string): Promise<void> {
    await this.access.write({ kind: 'rename-school', id, name });
  }

  async addAgreements(agreements: readonly Agreement[], credential: Credential | undefined): Promise<void> {
    await this.access.write({ kind: 'agreements', agreements, credential });
  }

  async replaceAgreement(id: string, fresh: Agreement, at: string): Promise<void> {
    await this.access.write({ kind: 'replace-agreement', id, fresh, at });
  }

  async endAgreement(id: string, at: string): Promise<void> {
    await this.access.write({ kind: 'end', what: 'agreement', id, at });
  }

  async revokeCredential(id: string, at: string): Promise<void> {
    await this.access.write({ kind: 'end', what: 'credential', id, at });
  }

  async replaceCredentials(fresh: readonly Credential[], old: readonly string[], until: string): Promise<void> {
    await this.access.write({ kind: 'replace-credentials', fresh, old, until });
  }

  async revokeToken(id: string, at: string): Promise<void> {
    await this.access.write({ kind: 'end', what: 'token', id, at });
  }

  async addClientKey(key: ClientKey): Promise<void> {
    await this.access.write({ kind: 'client-key', key });
  }

  async revokeClientKey(id: string, at: string): Promise<void> {
    await this.access.write({ kind: 'end', what: 'client-key', id, at });
  }

  async addTarget(target: Target): Promise<void> {
    await this.access.write({ kind: 'target', target });
  }

  async setTarget(id: string, settings: Uint8Array): Promise<void> {
    await this.access.write({ kind: 'set-target', id, settings });
  }

  async endTarget(id: string, at: string): Promise<void> {
    await this.access.write({ kind: 'end', what: 'target', id, at });
  }

  async useAssertion(digest: string, until: string, at: string): Promise<boolean> {
    return (await this.access.write({ kind: 'assertion', digest, until, at })) as boolean;
  }

  async keepLastUses(uses: readonly LastUse[]): Promise<void> {
    await this.access.write({ kind: 'uses', uses });
  }

  async lastUses(kind: UseKind): Promise<ReadonlyMap<string, string>> {
    return this.access.ask('last uses', lastUses(kind));
  }

  async pauseSchool(id: string, at: string | undefined): Promise<void> {
    await this.access.write({ kind: 'set-school', what: 'paused', id, at });
  }

  async holdSchool(id: string, at: string | undefined): Promise<void> {
    await this.access.write({ kind: 'set-school', what: 'held', id, at });
  }

  async setSchoolStatement(id: string, statement: PrivacyStatement | undefined): Promise<void> {
    await this.access.write({ kind: 'school-statement', id, statement });
  }

  async setCertificates(klantcode: string, certificates: PartyCertificates | undefined): Promise<void> {
    await this.access.write({ kind: 'certificates', klantcode, certificates });
  }

  async addToken(token: Token): Promise<void> {
    await this.access.write({ kind: 'token', token });
  }

  async schoolKey(school: string, fresh: Uint8Array): Promise<Uint8Array> {
    let kept = await this.access.ask('school key', schoolKey(school));
    if (kept === undefined) {
      await this.access.write({ kind: 'school-key', school, fresh });
      kept = (await this.access.ask('school key', schoolKey(school)))!;
    }
    if (kept.length === 0) throw new StoreError('destroyed', `the key of school ${school} was destroyed`);
    return kept;
  }
}
