import type { Command } from 'commander';
import { checkMapping } from '../../../admin/goals/check-mapping.js';
import { readMapping } from '../../../admin/goals/read-mapping.js';
import type { Session } from '../../open/session.js';
import { withOffice } from '../../open/with-office.js';
import { EXIT } from '../../terminal/exit-code.js';
import { jsonOption } from '../../terminal/json-option.js';
import { note, print, printJson } from '../../terminal/print.js';
import { goalText, printProblems } from './report-text.js';
import { addTableOptions, addTermsOption, type ReadingOptions, readingOf, tableOf } from './table-options.js';
import { textOfMapping } from './text-of-mapping.js';

interface CheckOptions extends ReadingOptions {
  readonly json?: true;
}

export function registerMapCheck(map: Command, session: Session): void {
  addTermsOption(
    addTableOptions(
      map
        .command('check')
        .description('list errors in a file or in the stored mapping, and goals that no loaded set has')
        .argument('[file]', 'a file as for goals map import; default: the mapping as it is stored'),
    ),
  )
    .addOption(jsonOption())
    .action((file: string | undefined, options: CheckOptions) => check(session, file, options));
}

async function check(session: Session, file: string | undefined, { json, ...options }: CheckOptions): Promise<void> {
  const text = file === undefined ? undefined : await textOfMapping(file);
  const checked = await withOffice(session.config(), async (office) =>
    checkMapping(office, {
      ...tableOf(options),
      ...(text === undefined ? {} : { read: await readMapping(office, text, readingOf(options)) }),
    }),
  );
  const { rows, problems, goals, withoutGoal, withoutActivity, leftOut } = checked;
  const unusable = goals.filter(({ about, successors = [] }) => about !== 'replaced' || successors.length === 0);
  if (problems.length > 0 || unusable.length > 0) session.exitCode = EXIT.no;
  if (json) {
    printJson(checked);
    return;
  }
  printProblems(file === '-' ? 'standard input' : (file ?? 'mapping'), problems);
  for (const remark of goals) print(`goal ${goalText(remark)}`);
  for (const id of withoutGoal) print(`supplier goal ${id}: goes with no public goal`);
  for (const id of withoutActivity) print(`supplier goal ${id}: no activity is about it`);
  for (const { what, count } of leftOut) note(`left out: ${what} (${count})`);
  print(`Rows: ${rows}; errors: ${problems.length}; goals that no loaded set has: ${unusable.length}.`);
}
