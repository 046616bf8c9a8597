import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBooks } from './books.js';

export const UWLR = fileURLToPath(new URL('../../bin/uwlr.js', import.meta.url));
const DELIVERED = "SELECT count(*) AS n FROM outbox WHERE state = 'delivered'";
const LOOKS_EVERY_MS = 20;
const PENDING = "SELECT count(*) AS n FROM outbox WHERE state IN ('waiting', 'leased', 'retrying')";

/**
 * `uwlr serve` as it is, on a data directory and, where `databaseUrl` is given, on PostgreSQL, with leases so short that a test need not
 * wait for them.
 */
export class GatewayProcess {
  #child;
  url;

  constructor(data, { databaseUrl, name = '' } = {}) {
    this.data = data;
    this.databaseUrl = databaseUrl;
    this.log = `${data}${name}.log`;
  }

  get isUp() {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null && this.url !== undefined;
  }

  async start() {
    const log = openSync(this.log, 'a');
    this.url = undefined;
    const args = [
      'serve',
      '--json',
      '--data',
      this.data,
      '--port',
      '0',
      '--max-requests-per-party',
      '0',
      '--max-requests-per-address',
      '0',
    ];
    const env = {
      ...process.env,
      UWLR_ALLOW_TARGETS: '127.0.0.0/8',
      UWLR_DELIVERY_LEASE_SECONDS: '1',
      UWLR_DATABASE_URL: this.databaseUrl ?? '',
    };
    this.#child = spawn(process.execPath, [UWLR, ...args], { env, stdio: ['ignore', 'pipe', log] });
    closeSync(log);
    const [line] = await Promise.race([
      once(this.#child.stdout, 'data'),
      once(this.#child, 'exit').then(() => Promise.reject(new Error(`the gateway did not start: see ${this.log}`))),
    ]);
    this.url = `http://127.0.0.1:${JSON.parse(String(line).split('\n')[0]).port}`;
  }

  async kill() {
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  /** Resolves when nothing waits to be delivered any more. */
  settled() {
    return this.#until(PENDING, (pending) => pending === 0);
  }

  /** Resolves when so many are delivered. */
  delivered(count) {
    return this.#until(DELIVERED, (delivered) => delivered >= count);
  }

  async #until(sql, isSo) {
    const books = await openBooks(this);
    try {
      for (;;) {
        const [[n]] = await books.rows(sql);
        if (isSo(n)) return;
        await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS));
      }
    } finally {
      await books.close();
    }
  }

  /** Asks it to stop. Gives its exit code. */
  async stop() {
    this.#child.kill('SIGTERM');
    const [code] = await once(this.#child, 'exit');
    return code;
  }
}
