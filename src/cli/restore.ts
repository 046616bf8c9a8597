import type { Command } from 'commander';
import type { Restored } from '../admin/restore/restore-store.js';
import type { NotCarriedOut } from '../admin/rights/carry-out-marks.js';
import { osActor } from './open/os-actor.js';
import type { Session } from './open/session.js';
import { jsonOption } from './terminal/json-option.js';
import { note, print, printJson } from './terminal/print.js';

const LEFT: Readonly<Record<NotCarriedOut, string>> = {
  held: 'is under legal hold, so nobody was erased there',
  'school-missing': 'is not in the backup',
  'other-key': 'has another key than its restrictions in the erasure marks: restrict again by hand',
  unclear: 'has more than one pupil of that name by now: erase by hand',
};

export function registerRestore(program: Command, session: Session): void {
  program
    .command('restore')
    .description('put a backup in the place of the store; who was erased since then is erased again')
    .argument('<file>', 'a backup that uwlr backup made')
    .addOption(jsonOption())
    .action((file: string, options: { json?: true }) => restore(session, file, options));
}

async function restore(session: Session, file: string, { json }: { json?: true }): Promise<void> {
  const config = session.config();
  const { restoreStore } = await import('../admin/restore/restore-store.js');
  const restored = await restoreStore({ config, file, now: new Date(), actor: osActor() });
  if (json) printJson({ data: config.data, ...restored });
  else printRestored(config.data, restored);
}

function printRestored(data: string, { moment, marks, lostSeal, seal, replaced, secretRestored }: Restored): void {
  print(`Restored into ${data}, as of ${moment}. It holds nothing from later.`);
  if (secretRestored) print('The secret was restored from the backup.');
  for (const receipt of marks.erased) print(`Erased again: receipt ${receipt}`);
  if (marks.lifted > 0) print(`Erasures lifted again: ${marks.lifted}`);
  if (marks.restricted + marks.unrestricted > 0) print('Restrictions are as they were last decided.');
  if (marks.keysDestroyed > 0) print(`Keys of schools destroyed again: ${marks.keysDestroyed}`);
  for (const { school, receipt, why } of marks.left)
    note(`uwlr: school ${school} ${LEFT[why]}${receipt === undefined ? '' : ` (receipt ${receipt})`}`);
  if (seal !== undefined)
    print(`The audit continues from seal ${seal.number}${lostSeal === undefined ? '' : `; seal ${lostSeal.number} was lost`}.`);
  if (replaced !== undefined) print(`The store that was here is in ${replaced}: delete it when you no longer need it.`);
  print(
    'Next: revoke again the keys and tokens that were revoked later, end again the agreements that ended later, and start the gateway.',
  );
}
