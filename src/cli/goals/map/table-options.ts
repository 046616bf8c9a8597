import { type Command, Option } from 'commander';
import { supplied } from '../../../core/supplied.js';
import { TERM_KINDS, type TermKind } from '../../../goals/mapping/formats/format.js';
import { school, text } from '../../terminal/arguments.js';

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
  return { party, ...supplied({ school: of }) };
}

export interface ReadingOptions extends TableOptions {
  readonly terms?: TermKind;
}

export function addTermsOption(command: Command): Command {
  return command.addOption(new Option('--terms <kind>', 'what the terms of a VDEX list are (supplierGoal)').choices(TERM_KINDS));
}

/** How a file is to be read. */
export function readingOf({ terms, school: of }: ReadingOptions): { readonly terms?: TermKind; readonly school?: string } {
  return { ...supplied({ terms, school: of }) };
}
