import type { Command } from 'commander';
import { MUTATION_NAMES, NothingToChange } from '../../synthetic/messages/changed-message.js';
import type { Change } from '../../synthetic/messages/message-file.js';
import { Random } from '../../synthetic/messages/random.js';
import { negativeAnswer, wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';

export function registerSyntheticMutations(synthetic: Command): void {
  synthetic
    .command('mutations')
    .description('list what --mutate can change; some changes leave a message valid, `uwlr validate` says which')
    .addOption(jsonOption())
    .action(({ json }: { readonly json?: true }) => {
      if (json) printJson(MUTATION_NAMES);
      else for (const name of MUTATION_NAMES) print(name);
    });
}

/** A message with one change, or as it is without a name. Throws `CommandError` for an unknown name, or when there is nothing to change. */
export function changing(
  name: string | undefined,
  seed: string,
  write: (mutation: Change | undefined) => Iterable<string>,
): Iterable<string> {
  if (name === undefined) return write(undefined);
  if (!MUTATION_NAMES.includes(name)) throw wrongUsage('--mutate: no such change; `uwlr synthetic mutations` lists them');
  try {
    return [...write({ name, seed: Random.of(seed).seed() })];
  } catch (error) {
    if (!(error instanceof NothingToChange)) throw error;
    throw negativeAnswer(`there is nothing in this message for --mutate ${name}: another seed, version or profile may have it`);
  }
}
