import { type Command, Option } from 'commander';
import { tableText } from '../../../admin/goals/mapping-table.js';
import { undoMapping } from '../../../admin/goals/undo-mapping.js';
import { supplied } from '../../../core/supplied.js';
import type { Session } from '../../open/session.js';
import { withOffice } from '../../open/with-office.js';
import { count, text } from '../../terminal/arguments.js';
import { jsonOption } from '../../terminal/json-option.js';
import { note as noteAside, print, printJson } from '../../terminal/print.js';

interface UndoOptions {
  readonly note?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export function registerMapUndo(map: Command, session: Session): void {
  map
    .command('undo')
    .description('take back what one version of a mapping changed, as a new version')
    .argument('<version>', 'number of the version', count(999_999))
    .addOption(new Option('--note <text>', 'why').argParser(text(500)))
    .option('--dry-run', 'show what would change, without changing it')
    .addOption(jsonOption())
    .action((version: number, options: UndoOptions) => undo(session, version, options));
}

async function undo(session: Session, version: number, { note, dryRun, json }: UndoOptions): Promise<void> {
  const undone = await withOffice(session.config(), (office) =>
    undoMapping(office, version, { dryRun: dryRun === true, ...supplied({ note }) }),
  );
  if (json) {
    printJson(undone);
    return;
  }
  const { version: made, removed, restored, kept } = undone;
  const changes = `${rows(removed)} removed, ${rows(restored)} restored`;
  if (dryRun) print(`Undo of version ${version} of ${tableText(undone)}: ${changes}. Nothing was changed.`);
  else if (made === undefined) print(`Nothing to undo: of what version ${version} of ${tableText(undone)} changed, nothing is left.`);
  else print(`Version ${made} of ${tableText(undone)} undoes version ${version}: ${changes}.`);
  if (kept > 0) noteAside(`${rows(kept)} not restored: a later version says something else about the same links`);
}

function rows(number: number): string {
  return `${number} ${number === 1 ? 'row' : 'rows'}`;
}
