import { userInfo } from 'node:os';
import { auditActor } from '../../store/audit.js';

/** Who runs this command, as the audit says it. A container may run as a number without a name. */
export function osActor(): string {
  try {
    return auditActor('cli', userInfo().username);
  } catch {
    return auditActor('cli', `uid ${process.getuid?.() ?? 'unknown'}`);
  }
}
