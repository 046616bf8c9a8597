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
import type { Script } from '../../sql/script.js';
import { addAgreements, replaceAgreement } from './agreements.js';
import { addClientKey, addToken, replaceCredentials } from './credentials.js';
import { endOf, type WhatEnds } from './endings.js';
import { addParty, changeParty, setCertificates } from './parties.js';
import { removeParty } from './remove-party.js';
import { addSchool, renameSchool, type SchoolState, setSchool, setStatement } from './schools.js';
import { addTarget, setTarget } from './targets.js';

/** A change of the directory, as the writer is asked for it. */
export type DirectoryWrite =
  | { readonly kind: 'school'; readonly school: School }
  | { readonly kind: 'party'; readonly party: Party }
  | { readonly kind: 'change-party'; readonly klantcode: string; readonly change: PartyChange }
  | { readonly kind: 'remove-party'; readonly klantcode: string; readonly at: string }
  | { readonly kind: 'rename-school'; readonly id: string; readonly name: string }
  | { readonly kind: 'agreements'; readonly agreements: readonly Agreement[]; readonly credential: Credential | undefined }
  | { readonly kind: 'replace-agreement'; readonly id: string; readonly fresh: Agreement; readonly at: string }
  | {
      readonly kind: 'replace-credentials';
      readonly fresh: readonly Credential[];
      readonly old: readonly string[];
      readonly until: string;
    }
  | { readonly kind: 'token'; readonly token: Token }
  | { readonly kind: 'client-key'; readonly key: ClientKey }
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'set-target'; readonly id: string; readonly settings: Uint8Array }
  | { readonly kind: 'end'; readonly what: WhatEnds; readonly id: string; readonly at: string }
  | { readonly kind: 'set-school'; readonly what: SchoolState; readonly id: string; readonly at: string | undefined }
  | { readonly kind: 'school-statement'; readonly id: string; readonly statement: PrivacyStatement | undefined }
  | { readonly kind: 'certificates'; readonly klantcode: string; readonly certificates: PartyCertificates | undefined };

/** Changes schools, parties, agreements, credentials, tokens and targets, with the entries in the audit that say so. */
export function changeDirectory(write: DirectoryWrite, actor: string): Script<void> {
  switch (write.kind) {
    case 'school':
      return addSchool(write.school, actor);
    case 'party':
      return addParty(write.party, actor);
    case 'change-party':
      return changeParty(write.klantcode, write.change, actor);
    case 'remove-party':
      return removeParty(write.klantcode, write.at, actor);
    case 'rename-school':
      return renameSchool(write.id, write.name, actor);
    case 'agreements':
      return addAgreements(write.agreements, write.credential, actor);
    case 'replace-agreement':
      return replaceAgreement(write.id, write.fresh, write.at, actor);
    case 'replace-credentials':
      return replaceCredentials(write.fresh, write.old, write.until, actor);
    case 'token':
      return addToken(write.token, actor);
    case 'client-key':
      return addClientKey(write.key, actor);
    case 'target':
      return addTarget(write.target, actor);
    case 'set-target':
      return setTarget(write.id, write.settings, actor);
    case 'end':
      return endOf(write.what, write.id, write.at, actor);
    case 'set-school':
      return setSchool(write.what, write.id, write.at, actor);
    case 'school-statement':
      return setStatement(write.id, write.statement, actor);
    case 'certificates':
      return setCertificates(write.klantcode, write.certificates, actor);
  }
}
