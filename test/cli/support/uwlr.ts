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

export interface Written {
  readonly code: number;
  /** What was printed, in the order in which it was, by stream. */
  readonly pieces: readonly { readonly stream: 'stdout' | 'stderr'; readonly text: string }[];
}

async function runHere(args: readonly string[], { env = {} }: RunOptions): Promise<Outcome> {
  const { code, pieces } = await runInThisProcess(args, env, tmpdir());
  const of = (name: string) => pieces.flatMap(({ stream, text }) => (stream === name ? [text] : [])).join('');
  return { code, stdout: of('stdout'), stderr: of('stderr') };
}

/** Runs `uwlr` to its end in this process, as if it were called in `directory` with no settings in the environment but these. */
export async function runInThisProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  directory: string,
): Promise<Written> {
  const { main } = await import('../../../src/cli/main.js');
  const pieces: { stream: 'stdout' | 'stderr'; text: string }[] = [];
  const restore = (['stdout', 'stderr'] as const).map((stream) => capture(process[stream], (text) => pieces.push({ stream, text })));
  const before = process.cwd();
  const ours = Object.entries(process.env).filter(([name]) => name.startsWith('UWLR_'));
  for (const [name] of ours) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(directory);
  try {
    return { code: await main(args), pieces };
  } finally {
    process.chdir(before);
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, Object.fromEntries(ours));
    for (const one of restore) one();
  }
}

/** Takes what is written to a stream of this process. Gives what ends that. */
function capture(stream: NodeJS.WriteStream, take: (text: string) => void): () => void {
  const { write } = stream;
  stream.write = ((chunk: Uint8Array | string, ...rest: unknown[]) => {
    take(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  }) as typeof write;
  return () => {
    stream.write = write;
  };
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
