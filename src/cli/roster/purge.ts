import { type Command, Option } from 'commander';
import { knownSchool } from '../../admin/schools/known-school.js';
import { supplied } from '../../core/supplied.js';
import type { DataClass } from '../../privacy/data-class.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { printAsks } from '../retention/report-text.js';
import { days, school } from '../terminal/arguments.js';
import { EXIT } from '../terminal/exit-code.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, print, printJson } from '../terminal/print.js';
import { countsText } from './counts-text.js';

interface PurgeOptions {
  readonly school?: string;
  readonly days?: number;
  readonly accept?: true;
  readonly json?: true;
}

export function registerRosterPurge(roster: Command, session: Session): void {
  roster
    .command('purge')
    .description('delete leavers and past school years permanently after their term')
    .addOption(new Option('--school <school>', 'only of this school').argParser(school))
    .addOption(new Option('--days <number>', 'how long they may stay (UWLR_RETAIN_LEAVERS_DAYS, or 30)').argParser(days))
    .option('--accept', 'also remove data for which it asks confirmation, as retention run does')
    .addOption(jsonOption())
    .action((options: PurgeOptions) => purge(session, options));
}

async function purge(session: Session, { school: of, days: given, accept, json }: PurgeOptions): Promise<void> {
  const config = session.config();
  const { before, asks, ...removed } = await withExistingStore(config, async (store) => {
    if (of !== undefined) knownSchool(await store.directory(), of);
    const scope = supplied({ school: of });
    const { purgeLeavers } = await import('../../exchange/roster/purge-leavers.js');
    return purgeLeavers(store, {
      ...scope,
      days: given ?? config.retainLeaversDays,
      now: new Date(),
      ...(accept && { accept: new Set<DataClass>(['roster-leavers']) }),
    });
  });
  if (asks.length > 0) session.exitCode = EXIT.no;
  if (json) printJson({ before, ...removed, ...(asks.length > 0 && { asks }) });
  else {
    print(`Removed people who left before ${before}: ${countsText(removed)}`);
    if (removed.held.length > 0) note(`Under legal hold, so nothing of them was removed: ${removed.held.join(', ')}`);
    printAsks(asks, 'uwlr roster purge --accept');
  }
}
