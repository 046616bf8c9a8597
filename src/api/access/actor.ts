import { auditActor, auditRole } from '../../store/audit.js';
import type { Access } from './grant.js';

/** Who asks, as the audit says it: `client:<klantcode>`, or `role:<role>/<klantcode>`. */
export function actorOf({ client, role }: Pick<Access, 'client' | 'role'>): string {
  return role === undefined ? auditActor('client', client) : auditRole(role, client);
}
