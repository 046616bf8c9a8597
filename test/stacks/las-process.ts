import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { StockStack } from './stock-stacks.js';

/** What an administration says that it read of a delivery. */
export interface ReadDelivery {
  readonly klantcode: string;
  readonly schooljaar: string;
  /** Pupil, key, test and score of each result; `oso` for one of OSO. */
  readonly results: readonly string[];
}

/** An administration that runs as a program of its own. */
export class LasProcess {
  private constructor(
    readonly address: string,
    /** What it read of the last delivery. */
    readonly read: () => Promise<ReadDelivery>,
    private readonly process: ChildProcess,
  ) {}

  /** Starts it, with more in its environment, and waits until it takes connections. Rejects when it ends before. */
  static async start(
    { name, server }: Pick<StockStack, 'name' | 'server'>,
    directory: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<LasProcess> {
    const port = await freePort();
    const [program = '', ...parameters] = server?.(directory, port) ?? [];
    const file = path.join(directory, `read-${port}.json`);
    const env = { ...process.env, ...more, LAS_READ: file, LAS_WSDL: path.resolve('wsdl/2.2') };
    const child = spawn(program, parameters, { cwd: directory, env, stdio: 'ignore' });
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`the administration of ${name} ended with ${child.exitCode}`);
      await pause(50);
    }
    return new LasProcess(`http://127.0.0.1:${port}`, async () => JSON.parse(await readFile(file, 'utf8')), child);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
