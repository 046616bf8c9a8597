import { isAuditActor } from '../audit.js';
import type { Sealing } from '../secret-store.js';
import type { Script } from '../sql/script.js';
import { StoreError } from '../store-error.js';
import type { SealingPort } from '../tables/audit/audit-sealer.js';
import type { Operation, Stamped } from '../tables/operation.js';
import { isSealed, otherSecret, refuseOtherSecret } from '../tables/secret/replace-secret.js';
import type { Pool } from './connection/pool.js';
import { type How, runScript, type Writing } from './connection/transaction.js';

/** How many keys are looked up at a time. */
const KEYS_AT_ONCE = 500;

/** What an operation is as a transaction. */
export interface Work extends Pick<Writing, 'schools' | 'exclusiveAudit'> {
  readonly script: () => Script<unknown>;
}

/** Runs a script that reads once. */
export type Ask = <T>(script: Script<T>) => Promise<T>;

/** What those share who write with one store. */
interface Shared {
  closing?: Promise<void>;
  /** Fingerprint of the secret that this process holds. */
  secret?: string;
  sealing?: Sealing;
  /** File of the erasure marks. */
  readonly marks?: string | undefined;
  /** Is told of each operation once it was committed, before who wrote it hears of it. */
  readonly written?: (operation: Operation) => Promise<void>;
}

/** How the store gets at its data in PostgreSQL: each script on a connection of the pool. */
export class PostgresAccess implements SealingPort {
  /** `workOf` may have to look up what its transaction is. Throws `StoreError` for an operation that it does not know. */
  constructor(
    private readonly pool: Pool,
    private readonly workOf: (operation: Stamped, ask: Ask) => Work | Promise<Work>,
    /** Who writes, as the audit says it. */
    readonly actor: string,
    private readonly shared: Shared = {},
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
    this.refuseWhenClosed();
    const value = await this.carryOut({ ...operation, actor: this.actor, secret: this.shared.secret });
    await this.shared.written?.(operation);
    return value;
  }

  /** What was deleted stays in the pages of a table until VACUUM, and in the log until that is archived or reused: nothing here can hurry that. */
  async emptyLog(): Promise<boolean> {
    return true;
  }

  useSecret(fingerprint: string, sealing?: Sealing): void {
    this.shared.secret = fingerprint;
    if (sealing !== undefined) this.shared.sealing = sealing;
  }

  get sealing(): Sealing | undefined {
    return this.shared.sealing;
  }

  refuseOtherSecret(fingerprint: string | undefined): void {
    const { secret } = this.shared;
    if (secret !== undefined && fingerprint !== undefined && secret !== fingerprint) throw otherSecret();
  }

  /** File of the erasure marks. Throws `StoreError` where there is none. */
  get marks(): string {
    const { marks } = this.shared;
    if (marks === undefined) throw new StoreError('failed', 'erasure marks: there is no file for them');
    return marks;
  }

  /** Closes the pool once `first` is over; nothing is begun any more from now on. */
  close(first: () => Promise<void> = async () => undefined): Promise<void> {
    this.shared.closing ??= first().then(() => this.pool.close());
    return this.shared.closing;
  }

  refuseWhenClosed(): void {
    if (this.shared.closing) throw new StoreError('closed', 'the store is closed');
  }

  private async carryOut(operation: Stamped): Promise<unknown> {
    const { kind } = operation;
    const { script, ...how } = await this.workOf(operation, (one) => this.withOne(kind, 'once', onceOnly(one)));
    const writing = { ...how, marks: this.shared.marks };
    if (!isSealed(operation)) return this.withOne(kind, writing, script);
    const secret = kind === 'new-secret' ? 'replaced' : 'used';
    return this.withOne(kind, { ...writing, secret }, () => underSecret(operation, script()));
  }

  private async run<T>(what: string, how: How, script: () => Script<T>): Promise<T> {
    this.refuseWhenClosed();
    return this.withOne(what, how, script);
  }

  private withOne<T>(what: string, how: How, script: () => Script<T>): Promise<T> {
    return this.pool.with(what, (client) => runScript(client, how, script));
  }
}

/** A script that was begun cannot be begun again: what reads, the database does not give up. */
function onceOnly<T>(script: Script<T>): () => Script<T> {
  return () => script;
}

/** Until the transaction has begun the secret may be replaced. */
function* underSecret({ secret }: Stamped, script: Script<unknown>): Script<unknown> {
  yield* refuseOtherSecret(secret);
  return yield* script;
}
