import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';

const GRACE_MS = 15_000;

/** The processes that the bench started: none of them outlives it. */
export class Processes {
  #running = new Set();

  constructor() {
    process.once('exit', () => {
      for (const child of this.#running) signal(child, 'SIGKILL');
    });
  }

  /** Starts a program, in a group of its own, so that its own children end with it. `child.line()` resolves with the next line of its standard output. */
  spawn(command, args, { env = {}, cwd, stdin = 'ignore', stderr = 'ignore' } = {}) {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: [stdin, 'pipe', stderr], detached: true });
    child.group = true;
    child.line = lineReader(child);
    return this.#keep(child);
  }

  /** Starts one of our own scripts. `child.ask(message)` resolves with its next message. */
  fork(script, args = [], { execArgv = [], stderr = 'inherit' } = {}) {
    const child = fork(script, args, { execArgv, stdio: ['ignore', 'ignore', stderr, 'ipc'] });
    child.ask = (message) => {
      child.send(message);
      return Promise.race([once(child, 'message').then(([answer]) => answer), ended(child, script)]);
    };
    return this.#keep(child);
  }

  /** Asks a process to stop and waits until it is gone; one that does not go is killed. */
  async end(child) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    signal(child, 'SIGTERM');
    const timer = setTimeout(() => signal(child, 'SIGKILL'), GRACE_MS);
    await child.gone;
    clearTimeout(timer);
  }

  #keep(child) {
    this.#running.add(child);
    // One that could not be started has an error instead of an exit.
    child.gone = once(child, 'exit').then(
      () => this.#running.delete(child),
      () => this.#running.delete(child),
    );
    return child;
  }
}

function signal(child, name) {
  if (child.pid === undefined) return;
  try {
    process.kill(child.group ? -child.pid : child.pid, name);
  } catch {
    // It is gone already.
  }
}

function lineReader(child) {
  const lines = [];
  const waiting = [];
  let rest = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop();
    for (const line of parts) {
      const next = waiting.shift();
      if (next === undefined) lines.push(line);
      else next(line);
    }
  });
  return () => {
    if (lines.length > 0) return Promise.resolve(lines.shift());
    return Promise.race([new Promise((resolve) => waiting.push(resolve)), ended(child, child.spawnfile)]);
  };
}

async function ended(child, name) {
  await child.gone;
  throw new Error(`${name} ended before it answered`);
}
