import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../../bin/uwlr.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input. */
  readonly input?: string;
}

/** Starts `uwlr` as a user would, with none of our own settings in its environment. */
export function start(args: readonly string[], { env = {} }: RunOptions = {}): ChildProcess {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('UWLR_')));
  return spawn(process.execPath, [BIN, ...args], { cwd: tmpdir(), env: { ...clean, ...env } });
}

/**
 * Runs `uwlr` to its end. Most runs share this process, since starting one takes longer than what is tested; whatever needs a
 * process of its own, such as standard input, gets one.
 */
export function uwlr(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return options.input === undefined && options.env?.['TMPDIR'] === undefined ? runHere(args, options) : runApart(args, options);
}

async function runHere(args: readonly string[], { env = {} }: RunOptions): Promise<Outcome> {
  const { main } = await import('../../../src/cli/main.js');
  const stdout = capture(process.stdout);
  const stderr = capture(process.stderr);
  const directory = process.cwd();
  const ours = Object.entries(process.env).filter(([name]) => name.startsWith('UWLR_'));
  for (const [name] of ours) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(tmpdir());
  try {
    const code = await main(args);
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.chdir(directory);
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, Object.fromEntries(ours));
    stdout.restore();
    stderr.restore();
  }
}

/** Keeps what is written to a stream of this process, until it is restored. */
function capture(stream: NodeJS.WriteStream): { readonly text: () => string; readonly restore: () => void } {
  const { write } = stream;
  let text = '';
  stream.write = ((chunk: Uint8Array | string, ...rest: unknown[]) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  }) as typeof write;
  return { text: () => text, restore: () => (stream.write = write) };
}

/** Runs `uwlr` to its end, in a process of its own. */
export async function runApart(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const child = start(args, options);
  child.stdin?.end(options.input ?? '');
  const [stdout, stderr, [code]] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'close')]);
  return { code: code as number | null, stdout, stderr };
}

/** The same, for commands that print one line of JSON. */
export async function json<T>(args: readonly string[], options: RunOptions = {}): Promise<T> {
  const { code, stdout, stderr } = await uwlr([...args, '--json'], options);
  if (code !== 0) throw new Error(`uwlr ${args.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** The first line that a running command prints. */
export async function firstLine(child: ChildProcess): Promise<string> {
  let seen = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    seen += String(chunk);
    const end = seen.indexOf('\n');
    if (end !== -1) return seen.slice(0, end);
  }
  throw new Error('it ended without a line');
}

export interface Workspace {
  readonly path: (name: string) => string;
  readonly remove: () => Promise<void>;
}

export async function workspace(): Promise<Workspace> {
  const directory = await mkdtemp(path.join(tmpdir(), 'uwlr-cli-'));
  return { path: (name) => path.join(directory, name), remove: () => rm(directory, { recursive: true, force: true }) };
}

/** A complaint as users should see it: one line, and nothing of our insides. */
export const ONE_LINE = /^uwlr: (?!.*node_modules)[^\n]+\n$/;

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  if (stream !== null) for await (const chunk of stream) text += String(chunk);
  return text;
}
