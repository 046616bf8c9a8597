import { audit, type Script } from '../sql/script.js';
import { forgetGone, keepAliases, purgeAliases, removeAliases, rotateAliases } from './aliases/receiver-aliases.js';
import { cutAudit, draftCut, draftSeal, keepSeal } from './audit/audit-cut.js';
import { changeDirectory } from './directory/directory-write.js';
import { keepLastUses } from './directory/last-uses.js';
import { destroySchoolKey, offerSchoolKey } from './directory/school-keys.js';
import { useAssertion } from './directory/used-assertions.js';
import { insertExchange } from './exchanges/insert-exchange.js';
import { writeGoals } from './goals/goal-write.js';
import type { Operation } from './operation.js';
import { writeOutbox } from './outbox/outbox-write.js';
import { carryOutRetention } from './retention/carry-out-retention.js';
import { purgeRosters } from './retention/purge-rosters.js';
import { storeDisclosure } from './rights/disclosures.js';
import { writeRights } from './rights/rights-write.js';
import { changeRoster } from './roster/roster-commit.js';
import { keepRosterPacks } from './roster/roster-packs.js';
import { replaceSecret } from './secret/replace-secret.js';

/** Every operation but a delivery, which each database stores its own way. */
export type ScriptedOperation = Exclude<Operation, { readonly kind: 'delivery' }>;

/**
 * The script that carries an operation out, as part of a transaction. It gives what the part of the store says of it that wrote the operation.
 * `actor`: who does it, as the audit says it.
 */
export function scriptOf(operation: ScriptedOperation, actor: string): Script<unknown> {
  switch (operation.kind) {
    case 'record':
      return keepRecord(operation, actor);
    case 'school':
    case 'party':
    case 'change-party':
    case 'remove-party':
    case 'rename-school':
    case 'agreements':
    case 'replace-agreement':
    case 'replace-credentials':
    case 'token':
    case 'client-key':
    case 'target':
    case 'set-target':
    case 'end':
    case 'set-school':
    case 'school-statement':
    case 'certificates':
      return changeDirectory(operation, actor);
    case 'assertion':
      return useAssertion(operation);
    case 'school-key':
      return offerSchoolKey(operation.school, operation.fresh, actor);
    case 'roster':
      return changeRoster(operation.change, actor);
    case 'roster-packs':
      return keepRosterPacks(operation.packs);
    case 'purge-rosters':
      return purgeRosters(operation.scope, actor);
    case 'retention':
      return carryOutRetention(operation.work, actor);
    case 'uses':
      return keepLastUses(operation.uses);
    case 'audit':
      return writeEntries(operation);
    case 'draft-seal':
      return draftSeal();
    case 'seal-audit':
      return keepSeal(operation.seal);
    case 'new-secret':
      return replaceSecret(operation.change, actor);
    case 'draft-cut':
      return draftCut(operation.before);
    case 'cut-audit':
      return cutAudit(operation.before, actor, operation.seal);
    case 'outbox':
      return writeOutbox(operation.write, actor);
    case 'rights':
      return writeRights(operation.write, actor);
    case 'goals':
      return writeGoals(operation.write, actor);
    case 'keep-aliases':
      return keepAliases(operation.school, operation.receiver, operation.aliases);
    case 'remove-aliases':
      return removeAliases(operation.school, operation.aliases);
    case 'forget-gone':
      return forgetGone(operation.school, operation.aliases, actor);
    case 'rotate-aliases':
      return rotateAliases(operation, actor);
    case 'destroy-key':
      return destroySchoolKey(operation, actor);
    case 'purge-aliases':
      return purgeAliases(operation.at);
  }
}

function* keepRecord(record: Extract<Operation, { readonly kind: 'record' }>, actor: string): Script<void> {
  if (record.disclosure !== undefined) yield* storeDisclosure(record.disclosure);
  yield* insertExchange(record, actor);
}

function* writeEntries({ entries }: Extract<Operation, { readonly kind: 'audit' }>): Script<void> {
  for (const entry of entries) yield* audit(entry);
}
