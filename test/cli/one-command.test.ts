import { expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/program.js';

/** A command with all that its help says, and all below it. */
function written(command: Command | undefined): unknown {
  return [command?.helpInformation(), command?.commands.map(written)];
}

const { program: whole } = await buildProgram();
const names = whole.commands.map((command) => command.name()).filter((name) => name !== 'settings');

test.each(names)('uwlr %s is the same by itself as among all commands', async (name) => {
  const { program } = await buildProgram(['--data', 'somewhere', name, '--help']);
  const own = program.commands.filter((command) => command.name() !== 'settings');
  expect(own.map((command) => command.name())).toEqual([name]);
  expect(written(own[0])).toEqual(written(whole.commands.find((command) => command.name() === name)));
});

test.each([[[]], [['help', 'serve']], [['sevre']], [['--data']], [['--unknown', 'serve']], [['--data', 'serve']]])(
  'where no command is named, as in %j, there are all of them',
  async (argv) => {
    const { program } = await buildProgram(argv);
    expect(program.commands.map((command) => command.name())).toEqual(whole.commands.map((command) => command.name()));
  },
);
