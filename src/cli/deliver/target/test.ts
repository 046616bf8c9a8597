import type { Command } from 'commander';
import { liveTarget } from '../../../admin/targets/known-target.js';
import { schoolsOf } from '../../../admin/targets/missing.js';
import { checkTarget, type TargetCheck } from '../../../delivery/targets/check-target.js';
import { openKeyring } from '../../../secret/open-keyring.js';
import { withExistingStore } from '../../open/open-store.js';
import type { Session } from '../../open/session.js';
import { EXIT } from '../../terminal/exit-code.js';
import { jsonOption } from '../../terminal/json-option.js';
import { print, printJson } from '../../terminal/print.js';

export function registerTest(target: Command, session: Session): void {
  target
    .command('test')
    .description('try a target without delivering anything: connection, TLS and, as far as its kind allows, credentials')
    .argument('<id>', 'which one')
    .addOption(jsonOption())
    .action((id: string, options: { json?: true }) => test(session, id, options));
}

async function test(session: Session, id: string, { json }: { json?: true }): Promise<void> {
  const config = session.config();
  const check = await withExistingStore(config, async (store) => {
    const directory = await store.directory();
    const target = liveTarget(directory, id);
    const keyring = await openKeyring(config, store);
    const now = new Date();
    const [school] = schoolsOf(directory, target.party, now.toISOString());
    return checkTarget(target, { directory, keyring, allowTargets: config.allowTargets, school, now });
  });
  if (!check.ok) session.exitCode = EXIT.no;
  if (json) printJson({ target: id, ...check });
  else printCheck(id, check);
}

function printCheck(id: string, { ok, proven, unproven, problem }: TargetCheck): void {
  print(ok ? `Target ${id} answers. Nothing was delivered.` : `Target ${id} fails: ${problem}`);
  for (const one of proven) print(`  proven: ${one}`);
  for (const one of unproven) print(`  not proven: ${one}`);
}
