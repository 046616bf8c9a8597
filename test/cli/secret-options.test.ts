import { expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/program.js';

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** What could be secret by its name, and is none: of a school, of results, a place, or what names something. */
const NO_SECRET = /^--(?:(?:schoolkey|refuse-key) <key>|token-url <url>|\S+ <(?:file|id|ids|name|list|school|scopes|year)>)$/;

/** Options whose value is itself secret, or may hold something secret. Those that name a file are the way around them. */
async function secretOptions(): Promise<{ readonly flags: string; readonly description: string }[]> {
  const options = everyCommand((await buildProgram()).program).flatMap((command) => command.options);
  return options
    .filter(({ flags }) => /^--\S*(?:key|secret|token|pass|header|proxy|credential)\S* </.test(flags) && !NO_SECRET.test(flags))
    .map(({ flags, description }) => ({ flags, description }));
}

test('an option that takes a secret as an argument says that other users of the machine see it', async () => {
  const options = await secretOptions();
  expect(options.map(({ flags }) => flags)).toEqual(expect.arrayContaining(['--key <key>', '--header <name: value>', '--proxy <url>']));
  expect(options.filter(({ description }) => !/other users of this machine can see|can read/.test(description))).toEqual([]);
});

test('the secret of the gateway can be given as a file and in the environment only', async () => {
  const flags = everyCommand((await buildProgram()).program).flatMap((command) => command.options.map((option) => option.flags));
  expect(flags).toContain('--secret-file <file>');
  expect(flags.filter((flag) => /^--secret[ =]/.test(flag))).toEqual([]);
});
