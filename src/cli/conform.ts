import type { Command } from 'commander';
import { registerConformLas } from './conform/las.js';
import { registerConformReceiver } from './conform/receiver.js';
import type { Session } from './session.js';

export function registerConform(program: Command, session: Session): void {
  const conform = program.command('conform').description('test an endpoint, a receiver, files or mappings against the standard');
  registerConformLas(conform, session);
  registerConformReceiver(conform, session);
}
