import { setImmediate as turn } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
import { supplied } from '../../../core/supplied.js';
import {
  AGREEMENT_LOOKUPS,
  CLIENT_KEY_LOOKUPS,
  CREDENTIAL_LOOKUPS,
  type Directory,
  type Party,
  type School,
  type Target,
  TOKEN_LOOKUPS,
} from '../../../directory/directory.js';
import { IndexedRows } from '../../../directory/indexed-rows.js';
import { LayeredMap } from '../../../directory/layered-map.js';
import { NO_TURNS, type TurnNumber } from '../connection/turns.js';
import { agreementOf, CREDENTIAL_SCHOOLS, clientKeyOf, credentialOf, partyOf, schoolOf, targetOf, tokenOf } from './directory-rows.js';
import { DirectoryTable, RowOrder, type Stretch } from './directory-table.js';

/** A directory that another one can be made of by what changed. */
interface Snapshot extends Directory {
  readonly schools: LayeredMap<string, School>;
  readonly parties: LayeredMap<string, Party>;
  readonly targets: LayeredMap<string, Target>;
}

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
  private readonly version: Statement<[], number>;
  private readonly secret: Statement<[], string>;
  private readonly key: Statement<[string], Uint8Array>;
  private readonly tables;
  private readonly versionsAtOnce: number;
  private readonly turns: TurnNumber;
  private snapshot: Snapshot | undefined;
  private draft: Draft | undefined;
  /** Pieces do not give the order of rows: this time they all have to be taken over in one go. */
  private inOneGo = false;
  private approaching: Promise<void> | undefined;
  /** The turn in which the snapshot was the current one. */
  private lookedAt: number | undefined;

  constructor(
    private readonly db: Database,
    options: { readonly versionsAtOnce?: number; readonly turns?: TurnNumber } = {},
  ) {
    this.versionsAtOnce = options.versionsAtOnce ?? VERSIONS_AT_ONCE;
    this.turns = options.turns ?? NO_TURNS;
    this.version = db.prepare<[], number>('SELECT version FROM directory_version').pluck();
    this.secret = db.prepare<[], string>('SELECT fingerprint FROM gateway_secret').pluck();
    this.key = db.prepare<[string], Uint8Array>('SELECT wrapped FROM school_keys WHERE school = ?').pluck();
    this.tables = {
      schools: new DirectoryTable(db, 'schools', 'id', schoolOf),
      parties: new DirectoryTable(db, 'parties', 'klantcode', partyOf),
      agreements: new DirectoryTable(db, 'agreements', 'id', agreementOf),
      credentials: new DirectoryTable(db, 'credentials', 'id', credentialOf, CREDENTIAL_SCHOOLS),
      clientKeys: new DirectoryTable(db, 'client_keys', 'id', clientKeyOf),
      tokens: new DirectoryTable(db, 'tokens', 'id', tokenOf),
      targets: new DirectoryTable(db, 'targets', 'id', targetOf),
    };
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

  schoolKey(school: string): Uint8Array | undefined {
    return this.key.get(school);
  }

  private newest(): Snapshot | undefined {
    const known = this.draft?.snapshot ?? this.snapshot;
    const version = this.version.get()!;
    if (this.snapshot?.version === version) return this.snapshot;
    if (known !== undefined && !this.inOneGo && version - known.version > this.versionsAtOnce) return undefined;
    // In one read transaction: what another process changes meanwhile is seen whole or not at all.
    this.snapshot = this.db.transaction(() => this.read())();
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
    const next = this.db.transaction(() => this.brought(snapshot, upTo, order))();
    this.inOneGo = !order.isKept;
    this.draft = this.inOneGo ? undefined : { snapshot: { ...next, version: upTo }, order };
    return !this.inOneGo && this.version.get()! - upTo > this.versionsAtOnce;
  }

  private read(): Snapshot {
    const version = this.version.get()!;
    const secret = this.secret.get();
    return { version, ...supplied({ secret }), ...this.rowsOf(version) };
  }

  private rowsOf(version: number): Omit<Snapshot, 'version'> {
    const { snapshot: known, order } = this.draft ?? { snapshot: this.snapshot, order: new RowOrder() };
    // A version that went back is of another file, of which nothing is known.
    if (known === undefined || this.snapshot === undefined || version < known.version) return this.whole();
    const brought = this.brought(known, version, order);
    return order.isKept ? brought : this.brought(this.snapshot, version, new RowOrder());
  }

  private whole(): Omit<Snapshot, 'version'> {
    const { schools, parties, agreements, credentials, clientKeys, tokens, targets } = this.tables;
    return {
      schools: mapOf(schools.all(), ({ id }) => id),
      parties: mapOf(parties.all(), ({ klantcode }) => klantcode),
      agreements: IndexedRows.of(agreements.all(), AGREEMENT_LOOKUPS),
      credentials: IndexedRows.of(credentials.all(), CREDENTIAL_LOOKUPS),
      clientKeys: IndexedRows.of(clientKeys.all(), CLIENT_KEY_LOOKUPS),
      tokens: IndexedRows.of(tokens.all(), TOKEN_LOOKUPS),
      targets: mapOf(targets.all(), ({ id }) => id),
    };
  }

  private brought(known: Snapshot, upTo: number, order: RowOrder): Omit<Snapshot, 'version'> {
    const stretch: Stretch = { since: known.version, upTo };
    const { schools, parties, agreements, credentials, clientKeys, tokens, targets } = this.tables;
    return {
      schools: known.schools.with(schools.changes(stretch, known.schools, order)),
      parties: known.parties.with(parties.changes(stretch, known.parties, order)),
      agreements: known.agreements.with(agreements.changes(stretch, known.agreements, order)),
      credentials: known.credentials.with(credentials.changes(stretch, known.credentials, order)),
      clientKeys: known.clientKeys.with(clientKeys.changes(stretch, known.clientKeys, order)),
      tokens: known.tokens.with(tokens.changes(stretch, known.tokens, order)),
      targets: known.targets.with(targets.changes(stretch, known.targets, order)),
    };
  }
}

function mapOf<Item extends object>(items: readonly Item[], idOf: (item: Item) => string): LayeredMap<string, Item> {
  return LayeredMap.of(new Map(items.map((item) => [idOf(item), item])));
}
