import type { Command } from 'commander';
import type { Session } from './open/session.js';
import { registerRosterDiff } from './roster/diff.js';
import { registerRosterExport } from './roster/export.js';
import { registerRosterImport } from './roster/import.js';
import { registerRosterPurge } from './roster/purge.js';
import { registerRosterShow } from './roster/show.js';
import { registerRosterUnmatched } from './roster/unmatched.js';

const COMMANDS = [
  registerRosterShow,
  registerRosterImport,
  registerRosterExport,
  registerRosterDiff,
  registerRosterUnmatched,
  registerRosterPurge,
];

export function registerRoster(program: Command, session: Session): void {
  const roster = program.command('roster').description('pupil data of schools, as supplied by their administrations');
  for (const register of COMMANDS) register(roster, session);
}
