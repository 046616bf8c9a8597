import { type Command, Option } from 'commander';
import type { SimulatedLasOptions } from '../../simulator/las.js';
import { count, each } from '../terminal/arguments.js';
import { wrongUsage } from '../terminal/command-error.js';

export interface MisbehaviourOptions {
  readonly defect?: readonly string[];
  readonly fault?: readonly string[];
  readonly faultOn?: 'pupils' | 'results';
  readonly faultTimes?: number;
  readonly faultWait?: number;
}

/** Adds the options by which a simulated administration goes wrong by name. */
export function misbehaviourOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--defect <name>', 'one thing that it does wrong, of `simulate defects` (can be given several times)').argParser(each),
    )
    .addOption(new Option('--fault <name>', 'one way to answer, of `simulate faults` (can be given several times)').argParser(each))
    .addOption(new Option('--fault-on <service>', 'which service has the faults (both)').choices(['pupils', 'results']))
    .addOption(new Option('--fault-times <number>', 'how many messages get each fault, from the first (all)').argParser(count(100_000)))
    .addOption(new Option('--fault-wait <ms>', 'milliseconds that a slow answer takes (2000)').argParser(count(600_000)));
}

/** What those options mean. Throws `CommandError` for a name that is not there. */
export async function misbehaviourOf({
  defect = [],
  fault = [],
  faultOn: on,
  faultTimes: times,
  faultWait: waitMs,
}: MisbehaviourOptions): Promise<Pick<SimulatedLasOptions, 'defects' | 'faults'>> {
  const { LAS_DEFECTS } = await import('../../simulator/defects/las-defects.js');
  const { LAS_FAULTS } = await import('../../simulator/faults/las-faults.js');
  const faults = fault.map((name) => ({ fault: named(name, LAS_FAULTS, 'fault'), on, times, waitMs }));
  return { defects: defect.map((name) => named(name, LAS_DEFECTS, 'defect')), faults };
}

export function named<T extends { readonly name: string }>(name: string, among: readonly T[], what: 'defect' | 'fault'): T {
  const found = among.find((one) => one.name === name);
  if (found === undefined) throw wrongUsage(`--${what}: there is no such ${what}; \`uwlr simulate ${what}s\` lists them`);
  return found;
}
