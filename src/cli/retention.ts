import type { Command } from 'commander';
import type { Session } from './open/session.js';
import { registerRetentionHold } from './retention/hold.js';
import { registerRetentionReport } from './retention/report.js';
import { registerRetentionRun } from './retention/run.js';
import { registerRetentionShow } from './retention/show.js';
import { registerRetentionTerm } from './retention/term.js';

const COMMANDS = [registerRetentionShow, registerRetentionTerm, registerRetentionHold, registerRetentionRun, registerRetentionReport];

export function registerRetention(program: Command, session: Session): void {
  const retention = program.command('retention').description('retention terms, and what purges removed');
  for (const register of COMMANDS) register(retention, session);
}
