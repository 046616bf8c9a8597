import { type Command, Option } from 'commander';
import type { ShownDelivery } from '../../api/shapes/delivery-view.js';
import { supplied } from '../../core/supplied.js';
import type { Session } from '../open/session.js';
import { addRemoteOptions, type RemoteOptions } from '../remote/remote-options.js';
import { count } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, printJson, printTable } from '../terminal/print.js';
import { addFilterOptions, type FilterOptions, filterOf } from './filter-options.js';
import { openDesk } from './open-desk.js';

interface ListOptions extends FilterOptions, RemoteOptions {
  readonly limit: number;
  readonly cursor?: string;
  readonly json?: true;
}

export function registerDeliveryList(deliver: Command, session: Session): void {
  addRemoteOptions(addFilterOptions(deliver.command('list').description('list deliveries, newest first')))
    .addOption(new Option('--limit <number>', 'how many at most').argParser(count(1000)).default(50))
    .option('--cursor <cursor>', 'start of the page: next of the previous page')
    .addOption(jsonOption())
    .action((options: ListOptions) => list(session, options));
}

async function list(session: Session, { json, limit, cursor, ...options }: ListOptions): Promise<void> {
  const desk = await openDesk(session, options);
  const { items, next } = await desk.list(filterOf(options), { limit, ...supplied({ cursor }) });
  if (json) {
    printJson({ items, ...supplied({ next }) });
    return;
  }
  const rows = items.map((delivery) => {
    const { id, queuedAt, target, school, attempts, exchange = '' } = delivery;
    return [id, queuedAt, target, school, stateText(delivery), String(attempts), momentText(delivery), exchange];
  });
  printTable(['ID', 'QUEUED', 'TARGET', 'SCHOOL', 'STATE', 'ATTEMPTS', 'SETTLED OR DUE', 'EXCHANGE'], rows, 'No deliveries.');
  if (next !== undefined) note(`More: --cursor ${next}`);
}

function stateText({ kind, state, reason }: ShownDelivery): string {
  const why = reason === undefined ? state : `${state}: ${reason}`;
  return kind === 'result' ? why : `${why} (${kind})`;
}

function momentText({ settledAt, dueAt }: ShownDelivery): string {
  if (settledAt !== undefined) return settledAt;
  return dueAt === undefined ? '' : `due ${dueAt}`;
}
