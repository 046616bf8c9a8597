/** SIGBREAK is Ctrl-Break on Windows, and SIGHUP there its console that closes; other systems send the one never, and mean something else by the other. */
const SIGNALS: readonly NodeJS.Signals[] =
  process.platform === 'win32' ? ['SIGINT', 'SIGTERM', 'SIGBREAK', 'SIGHUP'] : ['SIGINT', 'SIGTERM', 'SIGQUIT'];

/** Resolves at the first signal to stop. `impatient` runs at the second. */
export function stopSignal(impatient: () => void): Promise<void> {
  return new Promise((resolve) => {
    let told = false;
    const onSignal = () => {
      if (told) impatient();
      told = true;
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, onSignal);
  });
}
