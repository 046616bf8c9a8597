import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';

const UWLR = fileURLToPath(new URL('../../bin/uwlr.js', import.meta.url));
const DELIVERED = "SELECT count(*) FROM outbox WHERE state = 'delivered'";
const PENDING = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'leased', 'retrying')";

/** `uwlr serve` as it is, on a data directory, with leases so short that a test need not wait for them. */
export class GatewayProcess {
  #child;
  url;

  constructor(data) {
    this.data = data;
  }

  async start() {
    const log = openSync(`${this.data}.log`, 'a');
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
    const env = { ...process.env, UWLR_ALLOW_TARGETS: '127.0.0.0/8', UWLR_DELIVERY_LEASE_SECONDS: '1' };
    this.#child = spawn(process.execPath, [UWLR, ...args], { env, stdio: ['ignore', 'pipe', log] });
    closeSync(log);
    const [line] = await Promise.race([
      once(this.#child.stdout, 'data'),
      once(this.#child, 'exit').then(() => Promise.reject(new Error(`the gateway did not start: see ${this.data}.log`))),
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
    const db = new Database(path.join(this.data, 'uwlr.db'), { readonly: true });
    try {
      const statement = db.prepare(sql).pluck();
      while (!isSo(statement.get())) await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      db.close();
    }
  }

  /** Asks it to stop. Gives its exit code. */
  async stop() {
    this.#child.kill('SIGTERM');
    const [code] = await once(this.#child, 'exit');
    return code;
  }
}
