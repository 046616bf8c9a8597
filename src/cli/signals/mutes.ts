import { type Command, Option } from 'commander';
import { tallySignals } from '../../admin/signals/list-signals.js';
import type { SignalTally } from '../../store/goals/signal-store.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { remoteGateway } from '../remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions } from '../remote/remote-options.js';
import { school } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { printJson, printTable } from '../terminal/print.js';

interface MutesOptions extends RemoteOptions {
  readonly school: string;
  readonly json?: true;
}

export function registerSignalMutes(signals: Command, session: Session): void {
  addRemoteOptions(signals.command('mutes'))
    .description('list vendors and kinds of signals, with how many are stored and which are muted')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(jsonOption())
    .action((options: MutesOptions) => mutes(session, options));
}

async function mutes(session: Session, { school: of, json, ...options }: MutesOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const items =
    remote === undefined
      ? await withOffice(session.config(), (office) => tallySignals(office, of))
      : (await remote.get<{ readonly items: readonly SignalTally[] }>('/signals/mutes', { school: of })).items;
  if (json) {
    printJson({ items });
    return;
  }
  const rows = items.map(({ party, kind, signals, mutedAt = '' }) => [party, kind, String(signals), mutedAt]);
  printTable(['PARTY', 'KIND', 'STORED', 'MUTED SINCE'], rows, 'No signals, and nothing is muted.');
}
