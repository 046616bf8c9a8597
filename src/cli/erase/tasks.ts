import { type Command, Option } from 'commander';
import type { ErasureTask } from '../../admin/rights/erasure-tasks.js';
import { withExistingStore } from '../open/open-store.js';
import { osActor } from '../open/os-actor.js';
import type { Session } from '../open/session.js';
import { school, text } from '../terminal/arguments.js';
import { negativeAnswer } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson, printTable } from '../terminal/print.js';

interface TasksOptions {
  readonly school?: string;
  readonly json?: true;
}

interface DoneOptions {
  readonly by?: string;
  readonly json?: true;
}

export function registerErasureTasks(erase: Command, session: Session): void {
  erase
    .command('tasks')
    .description('list receivers that somebody has to ask to delete a result of an erased pupil')
    .addOption(new Option('--school <school>', 'only of this school').argParser(school))
    .addOption(jsonOption())
    .action((options: TasksOptions) => list(session, options));
  erase
    .command('done')
    .description('say that the receiver of one task was asked')
    .argument('<task>', 'id of the task')
    .addOption(new Option('--by <name>', 'who asked (the user that runs the command)').argParser(text(100)))
    .addOption(jsonOption())
    .action((task: string, options: DoneOptions) => done(session, task, options));
}

async function list(session: Session, { school: of, json }: TasksOptions): Promise<void> {
  const { erasureTasks } = await import('../../admin/rights/erasure-tasks.js');
  const items = await withExistingStore(session.config(), (store) => erasureTasks(store, of));
  if (json) {
    printJson({ items });
    return;
  }
  printTable(['TASK', 'SCHOOL', 'ASK', 'TARGET', 'SINCE', 'RECEIPT'], items.map(row), 'Nobody has to be asked.');
  if (items.length > 0) print('Ask the receiver to delete the results of the pupil of the receipt, then: uwlr erase done TASK --by NAME');
}

function row({ id, school: of, party, target, since, receipt }: ErasureTask): readonly string[] {
  return [id, of, party, target, since, receipt ?? ''];
}

async function done(session: Session, task: string, { by = osActor().replace(/^cli:/, ''), json }: DoneOptions): Promise<void> {
  const { finishErasureTask } = await import('../../admin/rights/erasure-tasks.js');
  const finished = await withExistingStore(session.config(), (store) => finishErasureTask(store, task, by, new Date()));
  if (finished === undefined) throw negativeAnswer(`there is no erasure task ${task} that is still to be done`);
  if (json) printJson(finished);
  else print(`Done: ${finished.target} was asked for school ${finished.school}, by ${finished.doneBy}.`);
}
