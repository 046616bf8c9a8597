import { spawnSync } from 'node:child_process';
import { run } from '../../stacks/run.js';

/** A language that a client beside this file is written in, as far as it is installed with its SOAP stack. */
export const PHP = installed(['php'], ['-r', 'exit(extension_loaded("soap") ? 0 : 1);']);

/** Debian's own Python is the one that python3-zeep installs for. */
export const PYTHON = installed(['/usr/bin/python3', 'python3'], ['-c', 'import zeep']);

function installed(commands: readonly string[], probe: readonly string[]): string | undefined {
  return commands.find((command) => spawnSync(command, probe).status === 0);
}

/** Runs one of the clients beside this file. What it reads and what it prints is JSON. */
export async function runClient(
  command: string | undefined,
  script: string,
  parameters: readonly string[],
  input: unknown,
): Promise<unknown> {
  const program = [command ?? script, `${process.cwd()}/test/uwlr/clients/${script}`, ...parameters];
  return JSON.parse(await run(program, process.cwd(), JSON.stringify(input)));
}
