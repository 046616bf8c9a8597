import type { Command } from 'commander';
import { registerConformEa } from './conform/ea.js';
import { registerConformExplain } from './conform/explain.js';
import { registerConformFile } from './conform/file.js';
import { registerConformFit } from './conform/fit.js';
import { registerConformDiff } from './conform/from-report/diff.js';
import { registerConformReplay } from './conform/from-report/replay.js';
import { registerConformRerun } from './conform/from-report/rerun.js';
import { registerConformVerify } from './conform/from-report/verify.js';
import { registerConformLas } from './conform/las.js';
import { registerConformList } from './conform/list.js';
import { registerConformMapping } from './conform/mapping.js';
import { registerConformReceiver } from './conform/receiver.js';
import type { Session } from './open/session.js';

export function registerConform(program: Command, session: Session): void {
  const conform = program.command('conform').description('test an endpoint, a receiver, files or mappings against the standard');
  registerConformLas(conform, session);
  registerConformEa(conform, session);
  registerConformReceiver(conform, session);
  registerConformFile(conform, session);
  registerConformMapping(conform, session);
  registerConformFit(conform, session);
  registerConformReplay(conform, session);
  registerConformDiff(conform, session);
  registerConformVerify(conform, session);
  registerConformList(conform);
  registerConformExplain(conform);
  registerConformRerun(conform, session);
}
