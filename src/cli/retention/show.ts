import { type Command, Option } from 'commander';
import { knownSchool } from '../../admin/schools/known-school.js';
import { retentionTerms } from '../../config/retention-settings.js';
import { supplied } from '../../core/supplied.js';
import type { School } from '../../directory/directory.js';
import { CLASS_TERMS, DATA_CLASSES, type TermStart } from '../../privacy/data-class.js';
import { termsOf } from '../../retention/terms.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { school } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson, printTable } from '../terminal/print.js';

interface ShowOptions {
  readonly school?: string;
  readonly json?: true;
}

/** After what the days begin to count. */
const AFTER: Readonly<Record<TermStart, string>> = {
  stored: 'it was stored',
  left: 'they left',
  'school-year': 'the end of its school year',
};

export function registerRetentionShow(retention: Command, session: Session): void {
  retention
    .command('show')
    .description('show the retention term in days of each class of data')
    .addOption(new Option('--school <school>', 'as it is for this school').argParser(school))
    .addOption(jsonOption())
    .action((options: ShowOptions) => show(session, options));
}

async function show(session: Session, { school: id, json }: ShowOptions): Promise<void> {
  const config = session.config();
  const gateway = retentionTerms(config);
  const { own, schools } = await withExistingStore(config, async (store) => {
    const directory = await store.directory();
    if (id !== undefined) knownSchool(directory, id);
    return { own: await store.retentionTerms(), schools: [...directory.schools.values()] };
  });
  const kept = id === undefined ? gateway : termsOf(id, gateway, own);
  const ownOf = (name: string) => own.find((term) => term.school === id && term.class === name)?.days;
  const items = DATA_CLASSES.map((name) => ({
    class: name,
    days: kept[name],
    after: CLASS_TERMS[name].from,
    gateway: gateway[name],
    ...(ownOf(name) === undefined ? {} : { school: ownOf(name) }),
  }));
  const asked = schools.filter((one) => id === undefined || one.id === id);
  if (json) {
    printJson({ ...supplied({ school: id }), items, held: asked.flatMap(heldSchool) });
    return;
  }
  const rows = items.map(({ class: name, days, after, gateway: most, school: less }) => [
    name,
    String(days),
    AFTER[after],
    ...(id === undefined ? [schoolsWithLess(own, name, most)] : [String(most), less === undefined ? '' : String(less)]),
  ]);
  const last = id === undefined ? ['SCHOOLS WITH LESS'] : ['GATEWAY', 'SCHOOL'];
  printTable(['CLASS', 'DAYS', 'AFTER', ...last], rows, '');
  for (const { school: held, since } of asked.flatMap(heldSchool))
    print(`School ${held} is under legal hold since ${since}: nothing of it is removed.`);
}

function schoolsWithLess(own: readonly { school: string; class: string; days: number }[], name: string, most: number): string {
  return own
    .filter((term) => term.class === name && term.days < most)
    .map((term) => `${term.school} ${term.days}`)
    .join(', ');
}

function heldSchool({ id, heldSince }: School): { readonly school: string; readonly since: string }[] {
  return heldSince === undefined ? [] : [{ school: id, since: heldSince }];
}
