import type { Command } from 'commander';
import type { Session } from '../open/session.js';
import { registerMapCheck } from './map/check.js';
import { registerMapExport } from './map/export.js';
import { registerMapImport } from './map/import.js';
import { registerMapList } from './map/list.js';
import { registerMapShow } from './map/show.js';
import { registerMapSuggest } from './map/suggest.js';
import { registerMapUndo } from './map/undo.js';

const COMMANDS = [
  registerMapImport,
  registerMapExport,
  registerMapCheck,
  registerMapSuggest,
  registerMapList,
  registerMapShow,
  registerMapUndo,
];

export function registerGoalsMap(goals: Command, session: Session): void {
  const map = goals.command('map').description('which activity of a vendor is about which goal');
  for (const register of COMMANDS) register(map, session);
}
