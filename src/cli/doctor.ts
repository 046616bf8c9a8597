import type { Command } from 'commander';
import { EXIT } from './exit-code.js';
import { jsonOption } from './json-option.js';
import { print, printJson } from './print.js';
import type { Session } from './session.js';

export function registerDoctor(program: Command, session: Session): void {
  program
    .command('doctor')
    .description('look over the settings, the data directory and the store')
    .addOption(jsonOption())
    .action(async ({ json }: { json?: true }) => {
      const { examine } = await import('./examine.js');
      const checks = await examine(session);
      const ok = checks.every((check) => check.ok);
      if (!ok) session.exitCode = EXIT.no;
      if (json) {
        printJson({ ok, checks });
        return;
      }
      const width = Math.max(...checks.map(({ check }) => check.length));
      for (const { check, ok: good, detail } of checks) print(`${good ? 'ok   ' : 'WRONG'}  ${check.padEnd(width)}  ${detail}`);
      print(ok ? 'All is well.' : 'Something is wrong: see above.');
    });
}
