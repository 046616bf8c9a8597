import { wrongUsage } from './command-error.js';

/** What a command is about: named as its argument, or with the option that its neighbours have. Throws `CommandError`. */
export function namedOnce(argument: string | undefined, option: string | undefined, what: string): string {
  const named = argument ?? option;
  if (named === undefined) throw wrongUsage(`say which ${what}`);
  if (option !== undefined && option !== named) throw wrongUsage(`name one ${what}, not two`);
  return named;
}
