import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Session } from './open/session.js';
import { EXIT } from './terminal/exit-code.js';
import { jsonOption } from './terminal/json-option.js';
import { print, printJson } from './terminal/print.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export function registerGenerate(program: Command, session: Session): void {
  program
    .command('generate')
    .description('generate the XSDs, WSDLs and pages from the grammar (for developers of the gateway)')
    .option('--check', 'only list the stale files; exit code 1 when there are any')
    .addOption(jsonOption())
    .action(async ({ check = false, json }: { check?: true | false; json?: true }) => {
      const { generate } = await import('./generate.js');
      const { stale, written } = await generate({ check, root: ROOT });
      if (check && stale.length > 0) session.exitCode = EXIT.no;
      if (json) {
        printJson({ stale, written });
        return;
      }
      for (const file of stale) print(`${check ? 'stale' : written.includes(file) ? 'wrote' : 'removed'} ${file}`);
      if (stale.length === 0) print('Everything is up to date.');
    });
}
