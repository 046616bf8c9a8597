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

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Descriptors that take what it prints, instead of `output`. One of the two has to be left, to learn the port. */
  readonly stdout?: number;
  readonly stderr?: number;
  /** Who runs it: only root may say so. */
  readonly uid?: number;
}

/** Starts `uwlr serve` on a free port, with these settings as flags, and waits until it is ready. */
export function startProcess(data: string, settings: readonly string[] = [], options: ProcessOptions = {}): Promise<ProcessGateway> {
  return beginProcess(data, settings, options).ready;
}

/** The same, without waiting: `ready` rejects when the gateway ends before it is. */
export function beginProcess(
  data: string,
  settings: readonly string[] = [],
  { env = {}, stdout, stderr, uid }: ProcessOptions = {},
): { readonly child: ChildProcess; readonly ready: Promise<ProcessGateway> } {
  const child = spawn(process.execPath, [UWLR, 'serve', '--data', data, '--port', '0', ...settings], {
    stdio: ['ignore', stdout ?? 'pipe', stderr ?? 'pipe'],
    env: { ...process.env, ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  let output = '';
  const url = new Promise<string>((resolve, reject) => {
    const look = (piece: Buffer) => {
      output += piece;
      // On standard output for people, in the log for machines.
      const found = /(https?):\/\/127\.0\.0\.1:(\d+)|"gateway started","port":(\d+)/.exec(output);
      if (found !== null) resolve(`${found[1] ?? 'http'}://127.0.0.1:${found[2] ?? found[3]}`);
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('exit', (code, signal) => reject(new Error(`the gateway ended with ${code ?? signal} before it was ready: ${output}`)));
  });
  const ended = once(child, 'exit');
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code] = await ended;
    return code as number | null;
  };
  const ready = url.then((found) => ({
    url: found,
    child,
    output: () => output,
    kill: () => end('SIGKILL').then(() => undefined),
    stop: () => end('SIGTERM'),
  }));
  return { child, ready };
}
