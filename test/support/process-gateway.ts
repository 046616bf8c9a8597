import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const UWLR = path.resolve('bin/uwlr.js');

/** A gateway in a process of its own, as an operator starts it. */
export interface ProcessGateway {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything that it printed, on either stream. */
  readonly output: () => string;
  /** Ends it without warning, as a power failure would. */
  kill(): Promise<void>;
  /** Asks it to stop, and waits. Gives the exit code. */
  stop(): Promise<number | null>;
}

/** Runs `uwlr` with these arguments to its end; gives what it printed. Throws when it fails. */
export async function uwlr(args: readonly string[], input = ''): Promise<string> {
  const child = spawn(process.execPath, [UWLR, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (piece) => {
    out += piece;
  });
  child.stderr.on('data', (piece) => {
    errors += piece;
  });
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`uwlr ${args.slice(0, 2).join(' ')} ended with ${code}: ${errors}`);
  return out;
}

/** Starts `uwlr serve` on a free port, with these settings as flags, and waits until it is ready. */
export async function startProcess(data: string, settings: readonly string[] = []): Promise<ProcessGateway> {
  const args = [UWLR, 'serve', '--data', data, '--port', '0', ...settings];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const look = (piece: Buffer) => {
      output += piece;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (found !== null) resolve(found[0]);
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code} before it was ready: ${output}`)));
  });
  const ended = once(child, 'exit');
  return {
    url,
    child,
    output: () => output,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const [code] = await ended;
      return code as number | null;
    },
  };
}
