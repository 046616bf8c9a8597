import { type Command, Option } from 'commander';
import { knownSchool } from '../../admin/schools/known-school.js';
import { liveTarget } from '../../admin/targets/known-target.js';
import { schoolsOf } from '../../admin/targets/missing.js';
import { supplied } from '../../core/supplied.js';
import type { Target } from '../../directory/directory.js';
import { withExistingStore } from '../open/open-store.js';
import type { Session } from '../open/session.js';
import { moment, schools, text } from '../terminal/arguments.js';
import { negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

interface SendOptions {
  readonly target: string;
  readonly school?: readonly string[];
  readonly all?: true;
  readonly since?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

interface Queued {
  readonly school: string;
  readonly queued: number;
}

export function registerDeliverySend(deliver: Command, session: Session): void {
  deliver
    .command('send')
    .description('deliver stored results that were never sent to a target, such as a new one')
    .addOption(new Option('--target <id>', 'the target').argParser(text(64)).makeOptionMandatory())
    .addOption(new Option('--school <schools>', 'schools, with commas between them').argParser(schools).conflicts('all'))
    .option('--all', 'every school with an agreement with the receiver')
    .addOption(new Option('--since <moment>', 'only what was stored at or after it').argParser(moment))
    .option('--dry-run', 'show how many would be sent, without sending them')
    .addOption(jsonOption())
    .action((options: SendOptions) => send(session, options));
}

async function send(session: Session, { target: id, school, all, since, json, ...how }: SendOptions): Promise<void> {
  const dryRun = how.dryRun === true;
  if (school === undefined && all === undefined) throw wrongUsage('give --school or --all');
  const items = await withExistingStore(session.config(), async (store) => {
    const directory = await store.directory();
    const target = liveTarget(directory, id);
    const at = new Date().toISOString();
    for (const one of school ?? []) knownSchool(directory, one);
    const queued: Queued[] = [];
    for (const one of agreed(target, schoolsOf(directory, target.party, at), school)) {
      const request = { target: id, school: one, notOf: target.party, at, dryRun, ...supplied({ since }) };
      queued.push({ school: one, queued: await store.outbox.queueStored(request) });
    }
    return queued;
  });
  if (json) printJson({ target: id, dryRun, schools: items });
  else
    for (const { school: of, queued } of items)
      print(`${of}: ${queued} ${queued === 1 ? 'result' : 'results'} ${dryRun ? 'would be queued' : 'queued'} for ${id}`);
}

/** Throws `CommandError` for a school whose results may not go there: they would be cancelled one by one. */
function agreed({ id, party }: Target, known: readonly string[], asked: readonly string[] | undefined): readonly string[] {
  const without = (asked ?? []).filter((school) => !known.includes(school));
  if (without.length > 0 || known.length === 0) {
    const where = without.length === 0 ? 'any school' : without.join(', ');
    throw negativeAnswer(`${party}, the receiver behind ${id}, has no agreement for leerresultaten with ${where}: uwlr agreement add`);
  }
  return asked ?? known;
}
