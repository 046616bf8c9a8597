import { type Command, Option } from 'commander';
import { type MuteRequest, muteSignals, type SetMute } from '../../admin/signals/mute-signals.js';
import { SIGNAL_KINDS, type SignalKind } from '../../model/signal.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { remoteGateway } from '../remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions } from '../remote/remote-options.js';
import { school, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

interface MuteOptions extends RemoteOptions {
  readonly school: string;
  readonly party: string;
  readonly kind: SignalKind;
  readonly json?: true;
}

export function registerSignalMute(signals: Command, session: Session): void {
  addOptions(signals.command('mute'))
    .description('show and deliver signals of this vendor and kind no more; they are still stored and counted')
    .action((options: MuteOptions) => setMute(session, options, true));
  addOptions(signals.command('unmute'))
    .description('show signals of this vendor and kind again')
    .action((options: MuteOptions) => setMute(session, options, false));
}

function addOptions(command: Command): Command {
  return addRemoteOptions(command)
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(new Option('--party <klantcode>', 'the vendor').argParser(text(64)).makeOptionMandatory())
    .addOption(new Option('--kind <kind>', 'the kind of signal').choices(SIGNAL_KINDS).makeOptionMandatory())
    .addOption(jsonOption());
}

async function setMute(session: Session, { school: of, party, kind, json, ...options }: MuteOptions, muted: boolean): Promise<void> {
  const remote = await remoteGateway(options);
  const request: MuteRequest = { school: of, party, kind, muted };
  const done =
    remote === undefined
      ? await withOffice(session.config(), (office) => muteSignals(office, request))
      : await remote.post<SetMute>(`/signals/${muted ? 'mute' : 'unmute'}`, { school: of, party, kind });
  if (json) printJson(done);
  else print(saidOf(done));
}

function saidOf({ school: of, party, kind, muted, changed }: SetMute): string {
  if (!muted) return changed ? `${kind} of ${party} is shown again at school ${of}.` : `${kind} of ${party} was not muted at school ${of}.`;
  return changed
    ? `${kind} of ${party} is muted at school ${of}: stored and counted, not shown.`
    : `${kind} of ${party} was muted at school ${of} already.`;
}
