import { setImmediate as turn } from 'node:timers/promises';
import type { StorePort } from '../../sql/port.js';
import type { Script } from '../../sql/script.js';
import { broughtUpTo, type Snapshot, type SnapshotRows, snapshotOf, wholeDirectory } from '../../tables/directory/directory-snapshot.js';
import { RowOrder } from '../../tables/directory/directory-table.js';
import { directoryVersion } from '../../tables/directory/directory-version.js';

/** Each row that changes makes a version: so many are taken over before the event loop gets its turn. */
const VERSIONS_AT_ONCE = 250;

/** The directory as a snapshot, brought up to date by what changed since. Not to be brought up to date twice at once. */
export class DirectoryAtHand {
  private snapshot: Snapshot | undefined;

  constructor(private readonly port: Pick<StorePort, 'askAtOnce'>) {}

  /** As it was when it was last read; undefined: it was not yet. */
  get now(): Snapshot | undefined {
    return this.snapshot;
  }

  /** `version`: the one that the database has at least. */
  async bringTo(version: number): Promise<Snapshot> {
    const known = this.snapshot;
    if (known?.version === version) return known;
    // A version that went back is of another database, of which nothing is known.
    const fresh = known === undefined || version < known.version ? undefined : await this.inPieces(version, known);
    this.snapshot = fresh ?? (await this.port.askAtOnce('directory', whole()));
    return this.snapshot;
  }

  /** Undefined: the order of rows is not to be had in pieces, so that everything has to be read. */
  private async inPieces(version: number, known: Snapshot): Promise<Snapshot | undefined> {
    const order = new RowOrder();
    let draft = known;
    for (; version - draft.version > VERSIONS_AT_ONCE; await turn()) {
      const upTo = draft.version + VERSIONS_AT_ONCE;
      // No directory yet, as parts of one change may lie on both sides: a row that changed since is read again later.
      draft = { ...(await this.port.askAtOnce('directory', broughtUpTo(upTo, draft, order))), version: upTo };
      if (!order.isKept) return undefined;
    }
    const last = await this.port.askAtOnce('directory', upToNow(draft, order));
    return order.isKept ? last : undefined;
  }
}

function* whole(): Script<Snapshot> {
  const version = yield* directoryVersion();
  return yield* snapshotOf(version, yield* wholeDirectory());
}

function* upToNow(draft: Snapshot, order: RowOrder): Script<Snapshot> {
  const version = yield* directoryVersion();
  const rows: SnapshotRows = yield* broughtUpTo(version, draft, order);
  return yield* snapshotOf(version, rows);
}
