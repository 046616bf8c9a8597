import { type Command, Option } from 'commander';
import { school, text } from '../../arguments.js';

export interface TableOptions {
  readonly party: string;
  readonly school?: string;
}

/** Whose mapping a command is about. */
export function addTableOptions(command: Command): Command {
  return command
    .addOption(new Option('--party <klantcode>', 'the vendor whose activities they are').argParser(text(64)).makeOptionMandatory())
    .addOption(new Option('--school <school>', "the school's own mapping (that for every school)").argParser(school));
}

export function tableOf({ party, school: of }: TableOptions): { readonly party: string; readonly school?: string } {
  return { party, ...(of === undefined ? {} : { school: of }) };
}
