import type { Command } from 'commander';
import { SKIPPED_WORDS } from '../../api/shapes/delivery-words.js';
import type { DeliveryChange, DeliveryFilter, DeliveryReason } from '../../store/outbox-store.js';
import type { Session } from '../open/session.js';
import { addRemoteOptions, type RemoteOptions } from '../remote/remote-options.js';
import { negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, print, printJson } from '../terminal/print.js';
import type { Desk, ShownChange } from './desk.js';
import { addFilterOptions, type FilterOptions, filterOf, isEmpty } from './filter-options.js';
import { openDesk } from './open-desk.js';

export interface ChangeOptions {
  readonly dryRun?: true;
  readonly force?: true;
  readonly yes?: true;
  readonly json?: true;
}

interface Options extends ChangeOptions, FilterOptions, RemoteOptions {
  readonly all?: true;
}

/** So many can be changed without saying that it is meant. */
const UNASKED = 100;

const DONE: Readonly<Record<DeliveryChange, string>> = { cancel: 'Cancelled', redrive: 'Redriven', hold: 'Held', release: 'Released' };

export function registerDeliveryChanges(deliver: Command, session: Session): void {
  addOptions(deliver.command('redrive'))
    .description('redeliver dead deliveries, each as a new delivery; the old ones keep their history')
    .option('--force', 'also redeliver confirmed deliveries (with --state delivered, or one id); the receiver gets them twice')
    .action((id: string | undefined, options: Options) => redrive(session, id, options));
  addOptions(deliver.command('cancel'))
    .description('cancel pending and dead deliveries')
    .action((id: string | undefined, options: Options) => cancel(session, id, options));
}

function addOptions(command: Command): Command {
  return addRemoteOptions(addFilterOptions(command.argument('[id]', 'one delivery, as shown by deliver list')))
    .option('--all', 'for every target and school')
    .option('--dry-run', 'show what would be done, without doing it')
    .option('--yes', `also when they are more than ${UNASKED}`)
    .addOption(jsonOption());
}

const CANCELLED_FOR: readonly DeliveryReason[] = ['by-hand', 'superseded', 'erased', 'no-agreement', 'target-ended', 'muted'];

/** What somebody cancelled, or what was superseded, comes back only when it is asked for. */
async function redrive(session: Session, id: string | undefined, options: Options): Promise<void> {
  const filter = chosen(id, options);
  const isSaid = id !== undefined || filter.states !== undefined;
  if (options.force && !isSaid) throw wrongUsage('--force: say which with --state delivered, or give the id of one delivery');
  await changeMany(await openDesk(session, options), 'redrive', isSaid ? filter : { ...filter, states: ['dead'] }, options);
  if (!isSaid && options.reason !== undefined && CANCELLED_FOR.includes(options.reason))
    note(`Note: ${options.reason} is a reason for cancelled deliveries, not for dead ones: give --state cancelled to select those`);
}

async function cancel(session: Session, id: string | undefined, options: Options): Promise<void> {
  const filter = chosen(id, options);
  await changeMany(await openDesk(session, options), 'cancel', filter, options);
}

function chosen(id: string | undefined, options: Options): DeliveryFilter {
  const filter = filterOf(options, id);
  if (isEmpty(filter) && options.all === undefined)
    throw wrongUsage('say which deliveries: --target, --school or another filter; or --all');
  return filter;
}

/** Changes those that fit, and says how many. Throws `CommandError` when there are so many that somebody should look first. */
export async function changeMany(
  desk: Desk,
  action: DeliveryChange,
  filter: DeliveryFilter,
  { yes, json, ...how }: ChangeOptions,
): Promise<void> {
  const { dryRun, force } = { dryRun: how.dryRun === true, force: how.force === true };
  if (!dryRun && yes === undefined && filter.delivery === undefined) {
    const { changed } = await desk.change(action, filter, { dryRun: true, force });
    if (changed > UNASKED)
      throw negativeAnswer(`that would ${action} ${changed} deliveries: check them with --dry-run, and confirm with --yes`);
  }
  const done = await desk.change(action, filter, { dryRun, force });
  if (json) printJson(done);
  else printChange(done);
  if (filter.delivery !== undefined && done.changed === 0) throw negativeAnswer(unchanged(filter.delivery, done));
}

function unchanged(id: string, { skipped }: ShownChange): string {
  return Object.keys(skipped).length === 0 ? `there is no delivery ${id} that fits` : `delivery ${id} was not changed`;
}

function printChange({ action, dryRun, changed, skipped, byTarget }: ShownChange): void {
  const targets = Object.entries(byTarget).map(([target, number]) => `${target} ${number}`);
  const where = targets.length === 0 ? '' : ` (${targets.join(', ')})`;
  print(`${dryRun ? `Would ${action}` : DONE[action]}: ${changed}${where}`);
  for (const [why, number] of Object.entries(skipped)) print(`  ${number} unchanged: ${skippedText(why as keyof typeof skipped, action)}`);
}

/** Only what is redriven can be sent again. */
function skippedText(why: keyof ShownChange['skipped'], action: DeliveryChange): string {
  return why === 'delivered' && action !== 'redrive' ? 'delivered already' : SKIPPED_WORDS[why];
}
