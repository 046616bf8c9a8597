import { type Command, Option } from 'commander';
import { candidateList, suggestMapping } from '../../../admin/goals/suggest-mapping.js';
import { supplied } from '../../../core/supplied.js';
import type { Session } from '../../open/session.js';
import { withOffice } from '../../open/with-office.js';
import { writeWhole } from '../../roster/write-whole.js';
import { count, text } from '../../terminal/arguments.js';
import { jsonOption } from '../../terminal/json-option.js';
import { note, print, printJson, printPieces } from '../../terminal/print.js';
import { withActivityProgress } from '../activity-progress.js';
import { addTableOptions, type TableOptions, tableOf } from './table-options.js';

interface SuggestOptions extends TableOptions {
  readonly set?: string;
  readonly most: number;
  readonly csv?: string;
  readonly json?: true;
}

/** Activities that are shown to people. */
const SHOWN = 20;

const NOTHING_TO_SUGGEST = 'No activity of stored results, and no goal of the vendor, is without a goal.';

export function registerMapSuggest(map: Command, session: Session): void {
  addTableOptions(
    map.command('suggest').description('list goals with words in common with activities that have none, for a person to approve'),
  )
    .addOption(new Option('--set <set>', 'goals of this set, ID or ID@VERSION (all sets)').argParser(text(201)))
    .addOption(new Option('--most <number>', 'candidates per activity').argParser(count(20)).default(3))
    .addOption(new Option('--csv <file>', 'write all of it as CSV with a column approved; - for standard output').conflicts('json'))
    .addOption(jsonOption())
    .action((options: SuggestOptions) => suggest(session, options));
}

async function suggest(session: Session, { set, most, csv, json, ...options }: SuggestOptions): Promise<void> {
  const query = { ...tableOf(options), most, ...supplied({ set }) };
  const items = await withActivityProgress('Comparing', (onActivity) =>
    withOffice(session.config(), (office) => suggestMapping(office, query, onActivity)),
  );
  if (json) {
    printJson({ items });
    return;
  }
  if (csv === '-') await printPieces(candidateList(items));
  else if (csv !== undefined) {
    await writeWhole(csv, candidateList(items));
    if (items.length === 0) note(`Wrote ${csv} without candidates. ${NOTHING_TO_SUGGEST}`);
    else note(`Wrote ${csv}. Write yes under approved where a candidate is right, and import it: nothing is linked before that.`);
  } else {
    for (const { of, text: name, candidates } of items.slice(0, SHOWN)) {
      print(
        `${[of.code ?? `supplier goal ${of.supplierGoal ?? ''}`, of.part].filter((one) => one !== undefined).join(', part ')}: ${name}`,
      );
      for (const { goal, words } of candidates) print(`  ${goal.code ?? goal.uri}: ${goal.title} (${words.join(', ')})`);
      if (candidates.length === 0) print('  no goal has a word in common');
    }
    if (items.length === 0) print(NOTHING_TO_SUGGEST);
    if (items.length > SHOWN) note(`and ${items.length - SHOWN} more: --csv FILE for all of them`);
  }
}
