import { type Command, Option } from 'commander';
import { knownSchool } from '../../admin/schools/known-school.js';
import { supplied } from '../../core/supplied.js';
import type { RosterCounts, RosterHead } from '../../store/roster-store.js';
import type { Store } from '../../store/store.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { school, schoolYear } from '../terminal/arguments.js';
import { negativeAnswer } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson, printTable } from '../terminal/print.js';

interface ShowOptions {
  readonly school: string;
  readonly schoolYear?: string;
  readonly json?: true;
}

type ShownRoster = RosterHead & RosterCounts;

const PAGE = 1000;

export function registerRosterShow(roster: Command, session: Session): void {
  roster
    .command('show')
    .description('show the counts and source of the pupil data of a school, without names')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(new Option('--school-year <year>', 'only this one, as in 2026-2027').argParser(schoolYear))
    .addOption(jsonOption())
    .action((options: ShowOptions) => show(session, options));
}

async function show(session: Session, { school: of, schoolYear: year, json }: ShowOptions): Promise<void> {
  const { items, unmatched } = await withExistingStore(session.config(), async (store) => {
    knownSchool(await store.directory(), of);
    const heads = (await store.rosters(of)).filter((head) => year === undefined || head.schoolYear === year);
    if (year !== undefined && heads.length === 0) throw negativeAnswer(`there is no roster of school ${of} for ${year}`);
    const shown: ShownRoster[] = [];
    for (const head of heads) shown.push(await counted(store, head));
    return { items: shown, unmatched: await countUnmatched(store, of) };
  });
  if (json) {
    printJson({ items, unmatchedLearners: unmatched });
    return;
  }
  const rows = items.map(({ schoolYear: of, revision, changedAt, receivedAt, party, version, groups, learners, teachers }) => [
    of,
    String(revision),
    changedAt,
    receivedAt,
    party ?? 'file',
    version,
    ...[groups, learners, teachers].map(String),
  ]);
  const head = ['SCHOOL YEAR', 'REVISION', 'CHANGED', 'RECEIVED', 'SOURCE', 'VERSION', 'GROUPS', 'PUPILS', 'STAFF'];
  printTable(head, rows, 'No roster yet.');
  if (unmatched > 0) print(`Pupils with results who are not in the roster: ${unmatched} (uwlr roster unmatched)`);
}

async function counted(store: Store, head: RosterHead): Promise<ShownRoster> {
  return { ...head, ...(await store.rosterCounts(head.school, head.schoolYear)) };
}

async function countUnmatched(store: Store, of: string): Promise<number> {
  let [total, cursor] = [0, undefined as string | undefined];
  do {
    const page = await store.unmatchedLearners({ school: of, limit: PAGE, ...supplied({ cursor }) });
    total += page.items.length;
    cursor = page.next;
  } while (cursor !== undefined);
  return total;
}
