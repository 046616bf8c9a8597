import { OwnError } from '../../core/own-error.js';
import { EXIT, type ExitCode } from './exit-code.js';

/** Ends a command with one line on standard error and this exit code. The line holds nothing from a message. */
export class CommandError extends OwnError {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super('command', message);
  }
}

export function negativeAnswer(message: string): CommandError {
  return new CommandError(EXIT.no, message);
}

export function wrongUsage(message: string): CommandError {
  return new CommandError(EXIT.usage, message);
}

export function couldNotRun(message: string): CommandError {
  return new CommandError(EXIT.failed, message);
}
