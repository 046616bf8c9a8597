import type { Command } from 'commander';
import { registerTarget } from './deliver/target.js';
import type { Session } from './session.js';

export function registerDeliver(program: Command, session: Session): void {
  const deliver = program.command('deliver').description('results that go on to others: how it stands, and what to do about it');
  registerTarget(deliver, session);
}
