import type { Database, Statement } from 'better-sqlite3';
import {
  AGREEMENT_LOOKUPS,
  CLIENT_KEY_LOOKUPS,
  CREDENTIAL_LOOKUPS,
  type Directory,
  type Party,
  type School,
  type Target,
  TOKEN_LOOKUPS,
} from '../directory.js';
import { IndexedRows } from '../indexed-rows.js';
import { LayeredMap } from '../layered-map.js';
import { agreementOf, CREDENTIAL_SCHOOLS, clientKeyOf, credentialOf, partyOf, schoolOf, targetOf, tokenOf } from './directory-rows.js';
import { DirectoryTable } from './directory-table.js';

/** A directory that another one can be made of by what changed. */
interface Snapshot extends Directory {
  readonly schools: LayeredMap<string, School>;
  readonly parties: LayeredMap<string, Party>;
  readonly targets: LayeredMap<string, Target>;
}

/** Keeps the directory as a snapshot until the version in the database says that it changed, and then reads only what did. */
export class DirectoryReader {
  private readonly version: Statement<[], number>;
  private readonly secret: Statement<[], string>;
  private readonly key: Statement<[string], Uint8Array>;
  private readonly tables;
  private snapshot: Snapshot | undefined;

  constructor(private readonly db: Database) {
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

  current(): Directory {
    if (this.snapshot === undefined || this.snapshot.version !== this.version.get()) {
      // In one read transaction: what another process changes meanwhile is seen whole or not at all.
      this.snapshot = this.db.transaction(() => this.read(this.snapshot))();
    }
    return this.snapshot;
  }

  schoolKey(school: string): Uint8Array | undefined {
    return this.key.get(school);
  }

  private read(known: Snapshot | undefined): Snapshot {
    const version = this.version.get()!;
    const secret = this.secret.get();
    return {
      version,
      ...(secret === undefined ? {} : { secret }),
      // A version that went back is of another file, of which nothing is known.
      ...(known === undefined || version < known.version ? this.whole() : this.brought(known)),
    };
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

  private brought(known: Snapshot): Omit<Snapshot, 'version'> {
    const { version: since } = known;
    const { schools, parties, agreements, credentials, clientKeys, tokens, targets } = this.tables;
    return {
      schools: known.schools.with(schools.changes(since)),
      parties: known.parties.with(parties.changes(since)),
      agreements: known.agreements.with(agreements.changes(since)),
      credentials: known.credentials.with(credentials.changes(since)),
      clientKeys: known.clientKeys.with(clientKeys.changes(since)),
      tokens: known.tokens.with(tokens.changes(since)),
      targets: known.targets.with(targets.changes(since)),
    };
  }
}

function mapOf<Item extends object>(items: readonly Item[], idOf: (item: Item) => string): LayeredMap<string, Item> {
  return LayeredMap.of(new Map(items.map((item) => [idOf(item), item])));
}
