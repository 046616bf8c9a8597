import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A receiver in a process of its own, that is killed and started again at the same address. */
export class Receiver {
  #port = 0;
  #child;

  constructor(script, host, ...args) {
    this.script = fileURLToPath(new URL(script, import.meta.url));
    this.host = host;
    this.args = args;
  }

  get url() {
    return `http://${this.host}:${this.#port}/`;
  }

  async start() {
    const child = spawn(process.execPath, [this.script, this.host, String(this.#port), ...this.args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    const [line] = await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error('a receiver did not start'))),
    ]);
    this.#port = Number(String(line));
  }

  async kill() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }
}
