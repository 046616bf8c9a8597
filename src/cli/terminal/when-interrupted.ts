const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Cleans up when a signal ends the process, which it then does as it would have. Gives what stops that. */
export function whenInterrupted(clean: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    stop();
    clean();
    process.kill(process.pid, signal);
  };
  const stop = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return stop;
}
