import { isAuditActor } from '../audit.js';
import type { StorePort } from '../sql/port.js';
import type { Script } from '../sql/script.js';
import { StoreError } from '../store-error.js';
import type { Operation, Stamped } from '../tables/operation.js';
import type { Pool } from './connection/pool.js';
import { type How, runScript } from './connection/transaction.js';

/** How many keys are looked up at a time. */
const KEYS_AT_ONCE = 500;

/** What an operation is as a transaction. */
export interface Work {
  /** Schools whose only writer it has to be. */
  readonly schools: readonly string[];
  readonly script: () => Script<unknown>;
}

/** How the store gets at its data in PostgreSQL: each script on a connection of the pool. */
export class PostgresAccess implements StorePort {
  /** `workOf`: throws `StoreError` for an operation that it does not know. */
  constructor(
    private readonly pool: Pool,
    private readonly workOf: (operation: Stamped) => Work,
    /** Who writes, as the audit says it. */
    readonly actor: string,
    private readonly shared: { closing?: Promise<void> } = {},
  ) {
    if (!isAuditActor(actor)) throw new StoreError('failed', 'audit: the actor has not the shape that it must have');
  }

  /** The same for somebody else to write with. */
  as(actor: string): PostgresAccess {
    return new PostgresAccess(this.pool, this.workOf, actor, this.shared);
  }

  ask<T>(what: string, script: Script<T>): Promise<T> {
    return this.run(what, 'once', onceOnly(script));
  }

  askAtOnce<T>(what: string, script: Script<T>): Promise<T> {
    return this.run(what, 'reading', onceOnly(script));
  }

  askWhole<T>(what: string, script: Script<T>): Promise<T> {
    return this.askAtOnce(what, script);
  }

  async askMany<T>(
    what: string,
    keys: readonly string[],
    script: (some: readonly string[]) => Script<readonly (readonly [string, T])[]>,
  ): Promise<ReadonlyMap<string, T>> {
    const found = new Map<string, T>();
    for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
      const some = keys.slice(at, at + KEYS_AT_ONCE);
      for (const [key, value] of await this.run(what, 'once', () => script(some))) found.set(key, value);
    }
    return found;
  }

  async write(operation: Operation): Promise<unknown> {
    const { schools, script } = this.workOf({ ...operation, actor: this.actor });
    return this.run(operation.kind, { schools }, script);
  }

  /** What was deleted stays in the pages of a table until VACUUM, and in the log until that is archived or reused: nothing here can hurry that. */
  async emptyLog(): Promise<boolean> {
    return true;
  }

  close(): Promise<void> {
    this.shared.closing ??= this.pool.close();
    return this.shared.closing;
  }

  private async run<T>(what: string, how: How, script: () => Script<T>): Promise<T> {
    if (this.shared.closing) throw new StoreError('closed', 'the store is closed');
    return this.pool.with(what, (client) => runScript(client, how, script));
  }
}

/** A script that was begun cannot be begun again: what reads, the database does not give up. */
function onceOnly<T>(script: Script<T>): () => Script<T> {
  return () => script;
}
