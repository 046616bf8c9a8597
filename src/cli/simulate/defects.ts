import type { Command } from 'commander';
import type { Defect } from '../../simulator/defects/defect.js';
import { jsonOption } from '../terminal/json-option.js';
import { printJson, printTable } from '../terminal/print.js';

interface ListOptions {
  readonly json?: true;
}

/** Lists how simulated partners can go wrong on demand. */
export function registerSimulatedDefects(simulate: Command): void {
  simulate
    .command('defects')
    .description('list the single defects that a simulated partner can have, with the requirement that each breaks')
    .addOption(jsonOption())
    .action(listDefects);
  simulate
    .command('faults')
    .description('list the ways in which a simulated administration can answer badly')
    .addOption(jsonOption())
    .action(listFaults);
}

async function listDefects(options: ListOptions): Promise<void> {
  const { LAS_DEFECTS } = await import('../../simulator/defects/las-defects.js');
  const { EA_DEFECTS } = await import('../../simulator/defects/ea-defects.js');
  const { RECEIVER_DEFECTS } = await import('../../simulator/defects/receiver-defects.js');
  const of = (partner: string, known: readonly Defect[]) => known.map(({ name, breaks, does }) => ({ partner, name, breaks, does }));
  const defects = [...of('las', LAS_DEFECTS), ...of('ea', EA_DEFECTS), ...of('webhook', RECEIVER_DEFECTS)];
  list(options, ['PARTNER', 'NAME', 'BREAKS', 'WHAT IT DOES'], defects);
}

async function listFaults(options: ListOptions): Promise<void> {
  const { LAS_FAULTS } = await import('../../simulator/faults/las-faults.js');
  const faults = LAS_FAULTS.map(({ kind, name, does }) => ({ kind, name, does }));
  list(options, ['KIND', 'NAME', 'WHAT IT DOES'], faults);
}

function list({ json }: ListOptions, head: readonly string[], rows: readonly Readonly<Record<string, string>>[]): void {
  if (json) for (const row of rows) printJson(row);
  else printTable(head, rows.map(Object.values), 'There are none.');
}
