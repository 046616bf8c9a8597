import { auditActor, auditRole } from '../store/audit.js';
import type { Token } from '../store/directory.js';

/** Who a bearer token speaks for, as the audit says it: `client:<klantcode>`, or `role:<role>/<klantcode>`. */
export function actorOf({ client, role }: Pick<Token, 'client' | 'role'>): string {
  return role === undefined ? auditActor('client', client) : auditRole(role, client);
}
