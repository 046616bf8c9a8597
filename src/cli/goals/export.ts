import { type Command, Option } from 'commander';
import { exportGoalSet, GOAL_SET_FORMATS, type GoalSetFormat } from '../../admin/goals/export-goal-set.js';
import { supplied } from '../../core/supplied.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { writeWhole } from '../roster/write-whole.js';
import { school, text } from '../terminal/arguments.js';
import { note, printPieces } from '../terminal/print.js';

interface ExportOptions {
  readonly format: GoalSetFormat;
  readonly school?: string;
  readonly out?: string;
}

export function registerGoalsExport(goals: Command, session: Session): void {
  goals
    .command('export')
    .description('write a set as a file; an import of it is equal to this one')
    .argument('<set>', 'ID for the newest version, or ID@VERSION', text(201))
    .addOption(new Option('--format <format>', 'format of the file').choices(GOAL_SET_FORMATS).default('json'))
    .addOption(new Option('--school <school>', 'also its own sets').argParser(school))
    .option('--out <file>', 'write to this file instead of standard output')
    .action((set: string, options: ExportOptions) => exportSet(session, set, options));
}

async function exportSet(session: Session, set: string, { format, school: of, out }: ExportOptions): Promise<void> {
  const viewer = supplied({ school: of });
  const file = await withOffice(session.config(), (office) => exportGoalSet(office, set, format, viewer));
  if (out === undefined) await printPieces([file]);
  else {
    await writeWhole(out, [file]);
    note(`Wrote ${out}.`);
  }
}
