import { type Command, Option } from 'commander';
import type { ShownPause } from '../../api/endpoints/pause-deliveries.js';
import { supplied } from '../../core/supplied.js';
import type { DeliveryFilter, PauseScope } from '../../store/outbox-store.js';
import type { Session } from '../open/session.js';
import { addRemoteOptions, type RemoteOptions } from '../remote/remote-options.js';
import { wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, print, printJson } from '../terminal/print.js';
import { changeMany } from './change.js';
import type { Desk } from './desk.js';
import { addFilterOptions, type FilterOptions, filterOf, isEmpty, isScope } from './filter-options.js';
import { openDesk } from './open-desk.js';
import { flagsOf, wordsOf } from './scope-text.js';

interface PauseOptions extends FilterOptions, RemoteOptions {
  readonly all?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

export function registerDeliveryPause(deliver: Command, session: Session): void {
  addOptions(deliver.command('pause'))
    .description('pause deliveries to a target, of a school, or both, until resume; other filters hold only deliveries that match now')
    .action((id: string | undefined, options: PauseOptions) => pause(session, id, options));
  addOptions(deliver.command('resume'))
    .description(
      'end a pause with the same filter; for a target, also end a hold and waiting after failures; other filters release matching deliveries',
    )
    .action((id: string | undefined, options: PauseOptions) => resume(session, id, options));
}

function addOptions(command: Command): Command {
  return addRemoteOptions(addFilterOptions(command.argument('[id]', 'one delivery, as shown by deliver list')))
    .addOption(new Option('--all', 'everything, to every target'))
    .option('--dry-run', 'for single deliveries: show what would be done, without doing it')
    .option('--yes', 'for single deliveries: also when they are more than 100')
    .addOption(jsonOption());
}

async function pause(session: Session, id: string | undefined, options: PauseOptions): Promise<void> {
  const { desk, filter } = await begin(session, id, options);
  if (!isScope(filter)) {
    await changeMany(desk, 'hold', filter, options);
    return;
  }
  const paused = await desk.pause(scopeOf(filter, options));
  if (options.json) printJson(paused);
  else
    print(
      `${paused.changed ? 'Paused' : 'Already paused'}: deliveries ${wordsOf(paused)}. To resume: uwlr deliver resume ${flagsOf(paused)}`,
    );
}

async function resume(session: Session, id: string | undefined, options: PauseOptions): Promise<void> {
  const { desk, filter } = await begin(session, id, options);
  if (!isScope(filter)) {
    await changeMany(desk, 'release', filter, options);
    return;
  }
  const resumed = await desk.resume(scopeOf(filter, options));
  if (options.json) printJson(resumed);
  else print(resumedText(resumed));
  for (const left of await leftPauses(desk, resumed)) note(`Note: ${left}`);
}

async function begin(
  session: Session,
  id: string | undefined,
  options: PauseOptions,
): Promise<{ readonly desk: Desk; readonly filter: DeliveryFilter }> {
  const filter = filterOf(options, id);
  const all = options.all === true;
  if (isEmpty(filter) ? !all : all && isScope(filter))
    throw wrongUsage('say which deliveries: --target, --school or another filter; or --all, alone');
  return { desk: await openDesk(session, options), filter };
}

function scopeOf({ target, school }: DeliveryFilter, { dryRun, yes }: PauseOptions): PauseScope {
  if (dryRun !== undefined || yes !== undefined)
    throw wrongUsage('--dry-run and --yes are for single deliveries: a pause can be ended again');
  return { ...supplied({ target, school }) };
}

function resumedText(resumed: ShownPause): string {
  const { changed, released, retried } = resumed;
  const was = [
    ...(changed ? ['paused'] : []),
    ...(released ? ['held'] : []),
    ...(retried && !released ? ['waiting for the next attempt'] : []),
  ];
  if (was.length > 0) return `Resumed: deliveries ${wordsOf(resumed)}; they were ${was.join(' and ')}.`;
  return `No deliveries ${wordsOf(resumed)} were paused${released === undefined ? '' : ', held or waiting for the next attempt'}.`;
}

/** What else keeps it from going on. */
async function leftPauses(desk: Desk, { target, school }: PauseScope): Promise<readonly string[]> {
  const statuses = (await desk.status(school)).filter(
    (one) => one.endedAt === undefined && (target === undefined || one.target === target),
  );
  return statuses.flatMap((one) =>
    one.pauses
      .filter((left) => left.school === undefined || left.school === school)
      .map((left) => {
        const of = supplied({ school: left.school });
        const scope = { ...(left.everywhere === true ? {} : { target: one.target }), ...of };
        return `${one.target} still waits, because deliveries ${wordsOf(scope)} are paused: uwlr deliver resume ${flagsOf(scope)}`;
      }),
  );
}
