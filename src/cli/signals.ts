import type { Command } from 'commander';
import type { Session } from './open/session.js';
import { registerSignalList } from './signals/list.js';
import { registerSignalMute } from './signals/mute.js';
import { registerSignalMutes } from './signals/mutes.js';

export function registerSignals(program: Command, session: Session): void {
  const signals = program.command('signals').alias('signal').description('signals that vendors raise about learners');
  registerSignalList(signals, session);
  registerSignalMute(signals, session);
  registerSignalMutes(signals, session);
}
