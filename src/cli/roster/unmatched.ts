import { type Command, Option } from 'commander';
import { knownSchool } from '../../admin/schools/known-school.js';
import { supplied } from '../../core/supplied.js';
import { auditRead } from '../audit/audit-read.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { count, school } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, printJson, printTable } from '../terminal/print.js';

interface UnmatchedOptions {
  readonly school: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly json?: true;
}

export function registerRosterUnmatched(roster: Command, session: Session): void {
  roster
    .command('unmatched')
    .description('list, by pseudonym, pupils with results who are not in the roster')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(new Option('--limit <number>', 'how many at most').argParser(count(1000)).default(50))
    .option('--cursor <cursor>', 'start of the page: next of the previous page')
    .addOption(jsonOption())
    .action((options: UnmatchedOptions) => list(session, options));
}

async function list(session: Session, { json, ...query }: UnmatchedOptions): Promise<void> {
  const { items, next } = await withExistingStore(session.config(), async (store) => {
    knownSchool(await store.directory(), query.school);
    const found = await store.unmatchedLearners(query);
    await auditRead(store, 'learners.read', query.school, { learners: found.items.length });
    return found;
  });
  if (json) {
    printJson({ items, ...supplied({ next }) });
    return;
  }
  printTable(
    ['LEARNER', 'RESULTS'],
    items.map(({ learner, results }) => [learner, String(results)]),
    'All pupils with results are in the roster.',
  );
  if (next !== undefined) note(`More: --cursor ${next}`);
}
