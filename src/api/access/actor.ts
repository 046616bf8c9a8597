import type { Access } from '../../directory/access/grant.js';
import { auditActor, auditRole } from '../../store/audit.js';

/** Who asks, as the audit says it: `client:<klantcode>`, or `role:<role>/<klantcode>`. */
export function actorOf({ client, role }: Pick<Access, 'client' | 'role'>): string {
  return role === undefined ? auditActor('client', client) : auditRole(role, client);
}
