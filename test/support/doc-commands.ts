import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/program.js';

const { program } = await buildProgram();

/** Every `uwlr ...` in a page, in a line of code or in a block, without what comes before it and after it. */
export function commandsIn(page: string): string[] {
  const inline = [...page.matchAll(/`(?:sudo -u uwlr )?(uwlr [a-z][^`\n]*)`/g)].map(([, command = '']) => command);
  const inBlocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, text = '']) =>
    text.split('\n').filter((line) => line.startsWith('uwlr ')),
  );
  return [...inline, ...inBlocks].filter((command) => !command.endsWith('...'));
}

/** What is wrong with a command line: a command that is not there, or an option that it does not have. Undefined when nothing is. */
export function unknownIn(line: string): string | undefined {
  const options = new Set<string>(['--help']);
  const addOptions = (command: Command) => {
    for (const { long } of command.options) if (long) options.add(long);
  };
  addOptions(program);
  let command: Command = program;
  const words = line
    .replace(/^uwlr help /, 'uwlr ')
    .split(/\s+/)
    .slice(1);
  for (const word of words) {
    const next: Command | undefined = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (next === undefined) break;
    command = next;
    addOptions(command);
  }
  if (command === program) return `no command: ${line}`;
  if (command.commands.length > 0 && words.length > 1 && !words[1]?.startsWith('-')) return `no command: ${line}`;
  const wrong = words.filter((word) => word.startsWith('--') && !options.has(word.split('=')[0] ?? ''));
  return wrong.length === 0 ? undefined : `${wrong.join(' ')} in: ${line}`;
}
