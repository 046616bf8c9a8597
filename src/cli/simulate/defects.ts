import type { Command } from 'commander';
import { jsonOption } from '../json-option.js';
import { printJson, printTable } from '../print.js';

/** Lists what simulated partners can do wrong on demand. */
export function registerSimulatedDefects(simulate: Command): void {
  simulate
    .command('defects')
    .description('list the single defects that a simulated partner can have, with the requirement that each breaks')
    .addOption(jsonOption())
    .action(listDefects);
}

async function listDefects({ json }: { readonly json?: true }): Promise<void> {
  const { LAS_DEFECTS } = await import('../../simulator/defects/las-defects.js');
  const defects = LAS_DEFECTS.map(({ name, breaks, does }) => ({ partner: 'las', name, breaks, does }));
  if (json) for (const defect of defects) printJson(defect);
  else {
    const rows = defects.map(({ partner, name, breaks, does }) => [partner, name, breaks, does]);
    printTable(['PARTNER', 'NAME', 'BREAKS', 'WHAT IT DOES'], rows, 'There are none.');
  }
}
