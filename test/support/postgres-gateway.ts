import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { type Config, loadConfig } from '../../src/config/config.js';
import { type Gateway, startGateway } from '../../src/gateway/server.js';

/** A data directory for gateways on PostgreSQL: those on one database can share it, as one on a disk that they share. */
export interface NodeDirectory {
  readonly directory: string;
  config(url: string, settings?: Readonly<Record<string, string | number>>): Config;
  remove(): Promise<void>;
}

export async function nodeDirectory(): Promise<NodeDirectory> {
  const directory = await mkdtemp(path.join(tmpdir(), 'uwlr-node-'));
  return {
    directory,
    config: (url, settings = {}) => loadConfig({ data: directory, port: 0, logLevel: 'debug', ...settings }, { UWLR_DATABASE_URL: url }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Starts a gateway with these settings; `log` gives everything that it logged. */
export async function startNode(config: Config): Promise<{ readonly gateway: Gateway; readonly log: () => string }> {
  const lines: string[] = [];
  const log = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { gateway: await startGateway(config, { log }), log: () => lines.join('') };
}
