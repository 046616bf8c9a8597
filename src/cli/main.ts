import { CommanderError } from 'commander';
import { VERSION } from '../soap/user-agent.js';
import { buildProgram } from './program.js';
import { EXIT, type ExitCode } from './terminal/exit-code.js';
import { explain } from './terminal/explain-error.js';
import { note, print } from './terminal/print.js';

export { watchOutput } from './terminal/watch-output.js';

/**
 * Runs one command. `argv` is what follows `uwlr` on the command line. Resolves to the exit code, with everything
 * printed; never throws.
 */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  // Not left to commander, which would take it for its own behind any command, such as `roster export --version 2.3`.
  if (argv[0] === '--version') {
    print(VERSION);
    return EXIT.done;
  }
  const { program, session } = await buildProgram(argv);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return session.exitCode;
  } catch (error) {
    // Help ends this way too. What there was to say has been said.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const { exitCode, text } = explain(session.asGiven(error));
    note(`uwlr: ${text}`);
    return exitCode;
  }
}
