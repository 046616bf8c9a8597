import { spawn, spawnSync } from 'node:child_process';

/** Runs a program to its end, on `input` when it is given, and gives what it printed. Rejects with all that it said when it ends with anything but 0. */
export function run(command: readonly string[], directory: string, input?: string): Promise<string> {
  const [program = '', ...parameters] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { cwd: directory, stdio: 'pipe' });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', reject);
    child.stdin.end(input);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command.join(' ')} ended with ${code}: ${errors}${output}`));
    });
  });
}

/** Whether a probe ends well: a program is there, with the library that it needs. */
export function works(program: string, ...parameters: readonly string[]): boolean {
  return spawnSync(program, parameters, { stdio: 'ignore' }).status === 0;
}

/** Whether there is a program of this name. */
export function isThere(program: string): boolean {
  return works('sh', '-c', `command -v ${program}`);
}

/** Lets only so many at a time do their work: the others wait for their turn. */
export class Places {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((turn) => this.#waiting.push(turn));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
