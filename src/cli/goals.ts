import type { Command } from 'commander';
import { registerGoalsChoose } from './goals/choose.js';
import { registerGoalsExport } from './goals/export.js';
import { registerGoalsImport } from './goals/import.js';
import { registerGoalsList } from './goals/list.js';
import { registerGoalsMap } from './goals/map.js';
import { registerGoalsReport } from './goals/report.js';
import { registerGoalsRetag } from './goals/retag.js';
import { registerGoalsShow } from './goals/show.js';
import { registerGoalsUnmapped } from './goals/unmapped.js';
import type { Session } from './open/session.js';

export function registerGoals(program: Command, session: Session): void {
  const goals = program.command('goals').description('learning goals: sets of goals, and which activity is about which goal');
  registerGoalsImport(goals, session);
  registerGoalsList(goals, session);
  registerGoalsShow(goals, session);
  registerGoalsExport(goals, session);
  registerGoalsChoose(goals, session);
  registerGoalsMap(goals, session);
  registerGoalsRetag(goals, session);
  registerGoalsUnmapped(goals, session);
  registerGoalsReport(goals, session);
}
