import { type Command, Option } from 'commander';
import type { ShownStatus } from '../../api/shapes/delivery-view.js';
import type { Session } from '../open/session.js';
import { addRemoteOptions, type RemoteOptions } from '../remote/remote-options.js';
import { school } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson, printTable } from '../terminal/print.js';
import { openDesk } from './open-desk.js';
import { nextSteps, stateText } from './status-text.js';

interface StatusOptions extends RemoteOptions {
  readonly school?: string;
  readonly json?: true;
}

const COUNTED = ['waiting', 'leased', 'retrying', 'held', 'dead', 'delivered', 'cancelled'] as const;
const HEAD = ['TARGET', ...COUNTED.map((state) => state.toUpperCase()), 'OLDEST WAITING', 'LAST DELIVERED', 'STATE'];

export function registerDeliveryStatus(deliver: Command, session: Session): void {
  addRemoteOptions(deliver.command('status'))
    .description('show the status of each target, and how to solve problems')
    .addOption(new Option('--school <school>', 'only what is of this school').argParser(school))
    .addOption(jsonOption())
    .action((options: StatusOptions) => status(session, options));
}

async function status(session: Session, { school: of, json, ...options }: StatusOptions): Promise<void> {
  const items = await (await openDesk(session, options)).status(of);
  if (json) {
    printJson({ items });
    return;
  }
  printTable(HEAD, items.map(row), 'No targets yet.');
  for (const one of items) for (const step of nextSteps(one)) print(`${one.target}: ${step}`);
}

function row(one: ShownStatus): readonly string[] {
  const counts = COUNTED.map((state) => String(one.counts[state]));
  return [one.target, ...counts, one.oldestWaiting ?? '', one.lastDelivered ?? '', stateText(one)];
}
