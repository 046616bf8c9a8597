import type { Command } from 'commander';
import type { Session } from './open/session.js';
import { registerProfileAdd } from './profile/add.js';
import { registerProfileConfirm } from './profile/confirm.js';
import { registerProfileList } from './profile/list.js';
import { registerProfileShow } from './profile/show.js';
import { registerProfileWithdraw } from './profile/withdraw.js';

const COMMANDS = [registerProfileAdd, registerProfileList, registerProfileShow, registerProfileConfirm, registerProfileWithdraw];

export function registerProfile(program: Command, session: Session): void {
  const profile = program.command('profile').description('what vendors declare about their products and figures');
  for (const register of COMMANDS) register(profile, session);
}
