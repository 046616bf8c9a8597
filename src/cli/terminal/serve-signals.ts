import { stopSignal } from './stop-signal.js';

/** What the signals of `uwlr serve` do. */
export interface ServeSignals {
  /** Resolves at the first signal to stop; when that came during the start, at once. */
  readonly stop: Promise<void>;
  /** From now on HUP calls this, and once now when it came before. */
  onHangUp(reread: () => void): void;
}

/**
 * Takes the signals from here on: INT, TERM and QUIT stop the gateway; HUP has files read again; USR2 does nothing. (USR1 does nothing
 * either, in any command: see `bin/uwlr.js`.) To be called before the start, during which HUP and USR2 would end the process otherwise.
 * `impatient` runs at the second signal to stop.
 */
export function serveSignals(impatient: () => void): ServeSignals {
  const stop = stopSignal(impatient);
  let hungUp = false;
  let reread = (): void => {
    hungUp = true;
  };
  // On Windows this is the console that closes: it leaves ten seconds, and `stopSignal` has it.
  if (process.platform !== 'win32') process.on('SIGHUP', () => reread());
  process.on('SIGUSR2', () => undefined);
  return {
    stop,
    onHangUp: (act) => {
      reread = act;
      if (hungUp) act();
    },
  };
}
