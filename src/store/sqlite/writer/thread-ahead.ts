import { Worker } from 'node:worker_threads';
import { threadFile } from '../connection/thread-file.js';

/** Young generation of the thread, in MB. Its objects die at once: three times as much took more memory and no less time. */
const YOUNG_MB = 12;

let ahead: Worker | undefined;

/**
 * Starts the thread that writes before anything is known of the database: it loads its modules while the rest of the program is being
 * loaded. The next writer that is opened takes it. It keeps no process from ending.
 */
export function startThreadAhead(): void {
  if (ahead !== undefined) return;
  const thread = startThread();
  ahead = thread;
  thread.unref();
  // One that cannot be loaded is left: the next one that is started says why.
  thread.on('error', () => undefined);
  thread.once('exit', () => {
    if (ahead === thread) ahead = undefined;
  });
}

/** The thread that was started ahead, or a new one. It waits for its `ThreadData`. */
export function takeThread(): Worker {
  const thread = ahead ?? startThread();
  ahead = undefined;
  thread.ref();
  return thread;
}

function startThread(): Worker {
  // No flags are passed on: some that suit the main script, such as --input-type, make a thread refuse to start.
  return new Worker(threadFile('writer/writer-thread'), { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
}
