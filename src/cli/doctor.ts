import type { Command } from 'commander';
import type { Check } from '../admin/doctor/check.js';
import type { Config } from '../config/config.js';
import { hasStore, withStore } from './open/open-store.js';
import type { Session } from './open/session.js';
import { EXIT } from './terminal/exit-code.js';
import { explain } from './terminal/explain-error.js';
import { jsonOption } from './terminal/json-option.js';
import { print, printJson } from './terminal/print.js';

export function registerDoctor(program: Command, session: Session): void {
  program
    .command('doctor')
    .description('check the settings, the data directory and the store')
    .addOption(jsonOption())
    .action(async ({ json }: { json?: true }) => {
      const checks = await examined(session);
      const ok = checks.every((check) => check.ok);
      if (!ok) session.exitCode = EXIT.no;
      if (json) {
        printJson({ ok, checks });
        return;
      }
      const width = Math.max(...checks.map(({ check }) => check.length));
      for (const one of checks) print(`${markOf(one)}  ${one.check.padEnd(width)}  ${one.detail}`);
      if (!ok) print('Something is wrong: see above.');
      else print(checks.some(({ warning }) => warning) ? 'All is well, except for the warnings above.' : 'All is well.');
    });
}

async function examined(session: Session): Promise<readonly Check[]> {
  const { examine, examineNode } = await import('../admin/doctor/examine.js');
  const node = examineNode();
  let config: Config;
  try {
    config = session.config();
  } catch (error) {
    return [node, { check: 'settings', ok: false, detail: explain(error).text }];
  }
  const how = { config, hasStore: hasStore(config), explain: (error: unknown) => explain(error).text };
  return [node, ...(await examine({ ...how, withStore: (work) => withStore(config, work) }))];
}

function markOf({ ok, warning }: Check): string {
  if (!ok) return 'WRONG';
  return warning ? 'warn ' : 'ok   ';
}
