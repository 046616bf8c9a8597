import type { Command } from 'commander';
import type { Session } from './open/session.js';
import type { Check } from './terminal/check.js';
import { EXIT } from './terminal/exit-code.js';
import { jsonOption } from './terminal/json-option.js';
import { print, printJson } from './terminal/print.js';

export function registerDoctor(program: Command, session: Session): void {
  program
    .command('doctor')
    .description('check the settings, the data directory and the store')
    .addOption(jsonOption())
    .action(async ({ json }: { json?: true }) => {
      const { examine } = await import('./doctor/examine.js');
      const checks = await examine(session);
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

function markOf({ ok, warning }: Check): string {
  if (!ok) return 'WRONG';
  return warning ? 'warn ' : 'ok   ';
}
