import type { Database, Statement } from 'better-sqlite3';
import type { Credential, Directory } from '../directory.js';
import {
  type AgreementRow,
  agreementOf,
  type ClientKeyRow,
  type CredentialRow,
  clientKeyOf,
  credentialOf,
  type PartyRow,
  partyOf,
  type SchoolRow,
  schoolOf,
  type TargetRow,
  type TokenRow,
  targetOf,
  tokenOf,
} from './directory-rows.js';

/** Reads the directory as one snapshot, and keeps it until the version in the database says that it changed. */
export class DirectoryReader {
  private readonly version: Statement<[], number>;
  private readonly key: Statement<[string], Uint8Array>;
  private snapshot: Directory | undefined;

  constructor(private readonly db: Database) {
    this.version = db.prepare<[], number>('SELECT version FROM directory_version').pluck();
    this.key = db.prepare<[string], Uint8Array>('SELECT wrapped FROM school_keys WHERE school = ?').pluck();
  }

  current(): Directory {
    if (this.snapshot && this.snapshot.version === this.version.get()) return this.snapshot;
    // In one read transaction: what another process changes meanwhile is seen whole or not at all.
    this.snapshot = this.db.transaction(() => this.read())();
    return this.snapshot;
  }

  schoolKey(school: string): Uint8Array | undefined {
    return this.key.get(school);
  }

  private read(): Directory {
    const schools = this.rows<SchoolRow>('schools').map(schoolOf);
    const parties = this.rows<PartyRow>('parties').map(partyOf);
    const tokens = this.rows<TokenRow>('tokens').map(tokenOf);
    const secret = this.db.prepare<[], string>('SELECT fingerprint FROM gateway_secret').pluck().get();
    return {
      version: this.version.get()!,
      ...(secret === undefined ? {} : { secret }),
      schools: new Map(schools.map((school) => [school.id, school])),
      parties: new Map(parties.map((party) => [party.klantcode, party])),
      agreements: this.rows<AgreementRow>('agreements').map(agreementOf),
      credentials: this.credentials(),
      clientKeys: this.rows<ClientKeyRow>('client_keys').map(clientKeyOf),
      tokens: new Map(tokens.map((token) => [token.hash, token])),
      targets: new Map(this.rows<TargetRow>('targets').map((row) => [row.id, targetOf(row)])),
    };
  }

  private credentials(): Credential[] {
    const schools = this.db.prepare<[string], string>('SELECT school FROM credential_schools WHERE credential = ? ORDER BY school').pluck();
    return this.rows<CredentialRow>('credentials').map((row) => credentialOf(row, schools.all(row.id)));
  }

  /** All rows of a table, in the order in which they were added. */
  private rows<Row>(table: string): Row[] {
    return this.db.prepare<[], Row>(`SELECT * FROM ${table} ORDER BY rowid`).all();
  }
}
