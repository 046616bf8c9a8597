import { setImmediate as turn } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { Directory } from '../../../directory/directory.js';
import type { Script } from '../../sql/script.js';
import { broughtUpTo, type Snapshot, type SnapshotRows, snapshotOf, wholeDirectory } from '../../tables/directory/directory-snapshot.js';
import { RowOrder } from '../../tables/directory/directory-table.js';
import { directoryVersion } from '../../tables/directory/directory-version.js';
import { ScriptRunner } from '../connection/script-runner.js';
import { NO_TURNS, type TurnNumber } from '../connection/turns.js';

/** Each row that changes makes a version: so many are taken over before the event loop gets its turn, in some milliseconds. */
const VERSIONS_AT_ONCE = 250;

/** What is on its way from a snapshot to what is in the database: no directory yet, as parts of one change may lie on both sides. */
interface Draft {
  readonly snapshot: Snapshot;
  readonly order: RowOrder;
}

/**
 * Keeps the directory as a snapshot until the version in the database says that it changed, and then reads only what did. The version is
 * looked at once in each of the `turns`. Thousands of changes are taken over in pieces:
 *
 * ```ts
 * while ((directory = reader.current()) === undefined) await reader.approach(query => query());
 * ```
 */
export class DirectoryReader {
  private readonly scripts: ScriptRunner;
  private readonly versionsAtOnce: number;
  private readonly turns: TurnNumber;
  private snapshot: Snapshot | undefined;
  private draft: Draft | undefined;
  /** Pieces do not give the order of rows: this time they all have to be taken over in one go. */
  private inOneGo = false;
  private approaching: Promise<void> | undefined;
  /** The turn in which the snapshot was the current one. */
  private lookedAt: number | undefined;

  constructor(db: Database, options: { readonly versionsAtOnce?: number; readonly turns?: TurnNumber } = {}) {
    this.scripts = new ScriptRunner(db);
    this.versionsAtOnce = options.versionsAtOnce ?? VERSIONS_AT_ONCE;
    this.turns = options.turns ?? NO_TURNS;
  }

  /** Undefined when too much changed to be read in one go. */
  current(): Directory | undefined {
    const turn = this.turns.now;
    if (turn === this.lookedAt) return this.snapshot;
    const found = this.newest();
    if (found !== undefined) this.lookedAt = turn;
    return found;
  }

  /** Takes over most of what changed, with turns for the event loop; once for all who wait for it. `read` runs each query. */
  approach(read: (query: () => void) => void): Promise<void> {
    this.approaching ??= this.inPieces(read).finally(() => {
      this.approaching = undefined;
    });
    return this.approaching;
  }

  private newest(): Snapshot | undefined {
    const known = this.draft?.snapshot ?? this.snapshot;
    const version = this.scripts.run(directoryVersion());
    if (this.snapshot?.version === version) return this.snapshot;
    if (known !== undefined && !this.inOneGo && version - known.version > this.versionsAtOnce) return undefined;
    // In one read transaction: what another process changes meanwhile is seen whole or not at all.
    this.snapshot = this.scripts.read(this.read());
    this.draft = undefined;
    this.inOneGo = false;
    return this.snapshot;
  }

  private async inPieces(read: (query: () => void) => void): Promise<void> {
    for (let more = true; more; await turn()) {
      read(() => {
        more = this.takePiece();
      });
    }
  }

  /** A row that changed since is read again later: so the draft is right once it is as new as the database. False: the rest is few. */
  private takePiece(): boolean {
    const { snapshot, order } = this.draft ?? { snapshot: this.snapshot!, order: new RowOrder() };
    const upTo = snapshot.version + this.versionsAtOnce;
    const next = this.scripts.read(broughtUpTo(upTo, snapshot, order));
    this.inOneGo = !order.isKept;
    this.draft = this.inOneGo ? undefined : { snapshot: { ...next, version: upTo }, order };
    return !this.inOneGo && this.scripts.run(directoryVersion()) - upTo > this.versionsAtOnce;
  }

  private *read(): Script<Snapshot> {
    const version = yield* directoryVersion();
    return yield* snapshotOf(version, yield* this.rowsOf(version));
  }

  private *rowsOf(version: number): Script<SnapshotRows> {
    const { snapshot: known, order } = this.draft ?? { snapshot: this.snapshot, order: new RowOrder() };
    // A version that went back is of another file, of which nothing is known.
    if (known === undefined || this.snapshot === undefined || version < known.version) return yield* wholeDirectory();
    const brought = yield* broughtUpTo(version, known, order);
    return order.isKept ? brought : yield* broughtUpTo(version, this.snapshot, new RowOrder());
  }
}
