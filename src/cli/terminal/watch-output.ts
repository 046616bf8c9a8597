import { EXIT } from './exit-code.js';

let lossAllowed = false;

/** For commands that stay and work for others: from here on they go on though nobody reads what they print, or it cannot be written. */
export function allowLostOutput(): void {
  lossAllowed = true;
}

/**
 * Sees to errors of standard output and standard error. A result that cannot be written ends the command; notes beside it may be lost:
 * the exit code says the same.
 */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (lossAllowed) return;
    // Whoever read the output has seen enough, as `head` does.
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
  process.stderr.on('error', () => undefined);
}
