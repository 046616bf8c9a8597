/** What the delivery of results waits with. A test gives others. */
export interface Timers {
  /** Calls once, after this many milliseconds. Gives the function that takes it back. */
  after(ms: number, call: () => void): () => void;
}

/** Those of the system. They keep no process running. */
export const SYSTEM_TIMERS: Timers = {
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Resolves after so many milliseconds, or at once when `signal` is aborted. */
export function pause(timers: Timers, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = timers.after(ms, done);
    signal.addEventListener('abort', done, { once: true });
  });
}
