import type { Command } from 'commander';
import { schoolsOf } from '../../../admin/targets/missing.js';
import { missingHere, openSettings } from '../../../admin/targets/open-settings.js';
import type { ShownTarget } from '../../../api/shapes/target-view.js';
import { openKeyring } from '../../../secret/open-keyring.js';
import { withExistingStore } from '../../open/open-store.js';
import type { Session } from '../../open/session.js';
import { remoteGateway } from '../../remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions } from '../../remote/remote-options.js';
import { jsonOption } from '../../terminal/json-option.js';
import { note, printJson, printTable } from '../../terminal/print.js';
import { placeOf, type TargetHere, targetHere } from './shown-target.js';

interface ListOptions extends RemoteOptions {
  readonly json?: true;
}

export function registerList(target: Command, session: Session): void {
  addRemoteOptions(target.command('list'))
    .description('list the targets and any obstacles')
    .addOption(jsonOption())
    .action((options: ListOptions) => list(session, options));
}

async function list(session: Session, { json, ...options }: ListOptions): Promise<void> {
  const remote = await remoteGateway(options);
  if (remote !== undefined) {
    const { items } = await remote.get<{ readonly items: readonly ShownTarget[] }>('/targets');
    if (json) printJson({ items });
    else
      printTable(
        ['ID', 'KIND', 'PARTY', 'STATE'],
        items.map((one) => [one.id, one.kind, one.party, stateOf(one)]),
        NONE,
      );
    return;
  }
  const items = await targetsHere(session);
  if (json) {
    printJson({ items: items.map(({ shown }) => shown) });
    return;
  }
  const rows = items.map(({ shown, place, schools }) => [shown.id, shown.kind, shown.party, place, schools.join(','), stateOf(shown)]);
  printTable(['ID', 'KIND', 'PARTY', 'WHERE', 'SCHOOLS', 'STATE'], rows, NONE);
  for (const { shown } of items) for (const sentence of shown.missing) note(`Note: ${shown.id}: ${sentence}`);
}

const NONE = 'No targets yet.';

async function targetsHere(
  session: Session,
): Promise<{ readonly shown: TargetHere; readonly place: string; readonly schools: readonly string[] }[]> {
  const config = session.config();
  return withExistingStore(config, async (store) => {
    const directory = await store.directory();
    if (directory.targets.size === 0) return [];
    const keyring = await openKeyring(config, store);
    const at = new Date().toISOString();
    return Promise.all(
      [...directory.targets.values()].map(async (target) => {
        const settings = openSettings(target, keyring);
        const missing =
          target.endedAt === undefined ? await missingHere(target, directory, keyring, { allowTargets: config.allowTargets, at }) : [];
        return {
          shown: targetHere(target, settings, missing),
          place: placeOf(target, settings, directory),
          schools: schoolsOf(directory, target.party, at),
        };
      }),
    );
  });
}

function stateOf({ endedAt }: ShownTarget): string {
  return endedAt === undefined ? 'in force' : `ended ${endedAt}`;
}
