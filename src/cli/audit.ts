import type { Command } from 'commander';
import { registerAuditAcceptRestored } from './audit/accept-restored.js';
import { registerAuditExport } from './audit/export.js';
import { registerAuditList } from './audit/list.js';
import { registerAuditVerify } from './audit/verify.js';
import type { Session } from './open/session.js';

export function registerAudit(program: Command, session: Session): void {
  const audit = program.command('audit').description('audit trail of changes, messages and reads, without their content');
  registerAuditList(audit, session);
  registerAuditVerify(audit, session);
  registerAuditExport(audit, session);
  registerAuditAcceptRestored(audit, session);
}
