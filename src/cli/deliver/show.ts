import type { Command } from 'commander';
import type { ShownDeliveryDetail } from '../../api/shapes/delivery-view.js';
import { REASON_WORDS, STATE_WORDS } from '../../api/shapes/delivery-words.js';
import type { DeliveryAttempt } from '../../store/outbox-store.js';
import type { Session } from '../open/session.js';
import { addRemoteOptions, type RemoteOptions } from '../remote/remote-options.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson, printTable } from '../terminal/print.js';
import { openDesk } from './open-desk.js';

interface ShowOptions extends RemoteOptions {
  readonly json?: true;
}

export function registerDeliveryShow(deliver: Command, session: Session): void {
  addRemoteOptions(deliver.command('show'))
    .description('show one delivery: its attempts, the fields that could not be sent, and repeats')
    .argument('<id>', 'as shown by deliver list')
    .addOption(jsonOption())
    .action((id: string, options: ShowOptions) => show(session, id, options));
}

async function show(session: Session, id: string, { json, ...options }: ShowOptions): Promise<void> {
  const delivery = await (await openDesk(session, options)).show(id);
  if (json) printJson(delivery);
  else printDelivery(delivery);
}

function printDelivery({ attemptList, losses, redrivenBy, state, reason, ...rest }: ShownDeliveryDetail): void {
  const said = {
    ...rest,
    state: `${state} (${STATE_WORDS[state]})`,
    ...(reason === undefined ? {} : { reason: `${reason} (${REASON_WORDS[reason]})` }),
    ...(redrivenBy.length === 0 ? {} : { redrivenBy: redrivenBy.join(', ') }),
  };
  const width = Math.max(...Object.keys(said).map((name) => name.length));
  for (const [name, value] of Object.entries(said)) print(`${name.padEnd(width)}  ${String(value)}`);
  printTable(['STARTED', 'ENDED', 'BATCH', 'NO', 'SIZE', 'OUTCOME'], attemptList.map(attemptRow), 'Not tried yet.');
  if (losses.length === 0) return;
  print('The receiver could not be told:');
  for (const { path, reason: why } of losses) print(`  ${path} (${why})`);
}

function attemptRow({ startedAt, endedAt, batch, number, size, outcome, status, code, words }: DeliveryAttempt): readonly string[] {
  const said = [status === undefined ? undefined : `HTTP ${status}`, code, words].filter((part) => part !== undefined).join(', ');
  const ending = outcome ?? 'under way';
  return [startedAt, endedAt ?? '', batch, String(number), String(size), said === '' ? ending : `${ending}: ${said}`];
}
