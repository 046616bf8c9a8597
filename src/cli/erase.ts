import { type Command, Option } from 'commander';
import { knownSchool } from '../admin/schools/known-school.js';
import { openKeyring } from '../secret/open-keyring.js';
import type { Receipt, StoredReceipt } from '../store/rights-store.js';
import { registerErasureTasks } from './erase/tasks.js';
import { addLearnerOptions, type LearnerOptions, meantLearner, namedLearner } from './learner/learner-options.js';
import { noteServerFiles } from './open/note-server-files.js';
import { withExistingStore } from './open/open-store.js';
import type { Session } from './open/session.js';
import { school } from './terminal/arguments.js';
import { couldNotRun, negativeAnswer, wrongUsage } from './terminal/command-error.js';
import { jsonOption } from './terminal/json-option.js';
import { note, print, printJson, printTable } from './terminal/print.js';

interface EraseOptions extends LearnerOptions {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

interface SchoolOptions {
  readonly school: string;
  readonly json?: true;
}

export function registerErase(program: Command, session: Session): void {
  const erase = program.command('erase').description('erase all data of a learner permanently, and prevent their return');
  addLearnerOptions(erase.command('learner', { isDefault: true }).description('erase a learner and print a receipt'))
    .option('--dry-run', 'show what would be removed, without removing it')
    .option('--yes', 'confirm: erasure cannot be undone')
    .addOption(jsonOption())
    .action((options: EraseOptions) => eraseOne(session, options));
  erase
    .command('list')
    .description('list the receipts of a school, newest first')
    .addOption(schoolOption())
    .addOption(jsonOption())
    .action((options: SchoolOptions) => list(session, options));
  erase
    .command('lift')
    .description('allow data of the learner of a receipt again')
    .argument('<receipt>', 'id of the receipt')
    .addOption(schoolOption())
    .addOption(jsonOption())
    .action((receipt: string, options: SchoolOptions) => lift(session, receipt, options));
  registerErasureTasks(erase, session);
}

function schoolOption(): Option {
  return new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory();
}

async function eraseOne(session: Session, { school: of, dryRun, yes, json, ...who }: EraseOptions): Promise<void> {
  if ((dryRun === undefined) === (yes === undefined))
    throw wrongUsage('give --dry-run to see what would be removed, or --yes to remove it');
  const named = await namedLearner({ school: of, ...who });
  const config = session.config();
  const erased = await withExistingStore(config, async (store) => {
    const meant = await meantLearner(config, store, of, named);
    const { eraseLearner } = await import('../rights/erase-learner.js');
    const { muteTargets } = await import('../admin/rights/mute-targets.js');
    const mute = await muteTargets(store, await openKeyring(config, store));
    return eraseLearner({ store, school: of, ...meant, mute, now: new Date(), dryRun: dryRun === true });
  });
  if (erased.kind === 'held') throw negativeAnswer(`school ${of} is under legal hold: nothing of it may be removed`);
  if (erased.kind === 'busy') throw couldNotRun('messages about the learner keep coming in: try again');
  if (erased.inLog) note('uwlr: the removed data stay in the log of the database until the running gateway has finished reading it');
  if (dryRun !== true) noteServerFiles(config, 'the removed data');
  if (json) printJson({ dryRun: dryRun === true, ...erased.receipt });
  else printReceipt(erased.receipt, dryRun === true);
}

function printReceipt({ id, at, removed, receivers, targets = [] }: Receipt, dryRun: boolean): void {
  print(dryRun ? 'Would be removed:' : `Receipt ${id}, ${at}. Removed:`);
  for (const { kind, count, hash } of removed) print(`  ${String(count).padStart(6)}  ${dryRun ? kind : `${kind.padEnd(15)}  ${hash}`}`);
  for (const { receiver, last } of receivers) print(`  data of the learner went to ${receiver}, last on ${last}`);
  for (const { target, party, results, how } of targets) {
    const [what, are, them] = results === 1 ? ['1 result', 'it is', 'it'] : [`${results} results`, 'they are', 'them'];
    if (how === 'message') print(`  ${what} went to ${target}: ${party} ${dryRun ? 'would be' : 'is'} told that ${are} withdrawn`);
    else print(`  ${what} went to ${target}, which has no message for removal: ask ${party} to remove ${them}`);
  }
}

async function list(session: Session, { school: of, json }: SchoolOptions): Promise<void> {
  const items = await withExistingStore(session.config(), async (store) => {
    knownSchool(await store.directory(), of);
    return store.rights.erasures(of);
  });
  if (json) {
    printJson({ items });
    return;
  }
  const head = ['RECEIPT', 'ERASED', 'REMOVED', 'RECEIVERS', 'LIFTED'];
  printTable(head, items.map(row), 'Nobody was erased.');
}

function row({ id, at, removed, receivers, liftedAt }: StoredReceipt): readonly string[] {
  const count = removed.reduce((sum, one) => sum + one.count, 0);
  return [id, at, String(count), receivers.map(({ receiver }) => receiver).join(' '), liftedAt ?? ''];
}

async function lift(session: Session, receipt: string, { school: of, json }: SchoolOptions): Promise<void> {
  const at = new Date().toISOString();
  await withExistingStore(session.config(), async (store) => {
    knownSchool(await store.directory(), of);
    const lifted = await store.rights.liftErasure(of, receipt, at);
    if (!lifted) throw negativeAnswer(`school ${of} has no receipt in force with that id`);
  });
  if (json) printJson({ school: of, receipt, liftedAt: at });
  else print('Lifted: the next message or sync can bring data of the learner again.');
}
