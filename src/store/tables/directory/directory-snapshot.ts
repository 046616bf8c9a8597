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
import { type Script, together } from '../../sql/script.js';
import { secretInForce } from '../secret/secret-reads.js';
import { agreementOf, CREDENTIAL_SCHOOLS, clientKeyOf, credentialOf, partyOf, schoolOf, targetOf, tokenOf } from './directory-rows.js';
import { DirectoryTable, type RowOrder, type Stretch } from './directory-table.js';

/** A directory that another one can be made of by what changed. */
export interface Snapshot extends Directory {
  readonly schools: LayeredMap<string, School>;
  readonly parties: LayeredMap<string, Party>;
  readonly targets: LayeredMap<string, Target>;
}

/** What a snapshot holds of the tables. */
export type SnapshotRows = Omit<Snapshot, 'version' | 'secret'>;

export const DIRECTORY_TABLES = {
  schools: new DirectoryTable('schools', 'id', schoolOf),
  parties: new DirectoryTable('parties', 'klantcode', partyOf),
  agreements: new DirectoryTable('agreements', 'id', agreementOf),
  credentials: new DirectoryTable('credentials', 'id', credentialOf, CREDENTIAL_SCHOOLS),
  clientKeys: new DirectoryTable('client_keys', 'id', clientKeyOf),
  tokens: new DirectoryTable('tokens', 'id', tokenOf),
  targets: new DirectoryTable('targets', 'id', targetOf),
};

/** With these rows, the directory of this version. To be read as of one moment with them. */
export function* snapshotOf(version: number, rows: SnapshotRows): Script<Snapshot> {
  return { version, ...supplied({ secret: yield* secretInForce() }), ...rows };
}

/** All that the tables hold. */
export function* wholeDirectory(): Script<SnapshotRows> {
  const t = DIRECTORY_TABLES;
  const [schools, parties, agreements, credentials, clientKeys, tokens, targets] = yield* together(
    t.schools.all(),
    t.parties.all(),
    t.agreements.all(),
    t.credentials.all(),
    t.clientKeys.all(),
    t.tokens.all(),
    t.targets.all(),
  );
  return {
    schools: mapOf(t.schools.items(schools), ({ id }) => id),
    parties: mapOf(t.parties.items(parties), ({ klantcode }) => klantcode),
    agreements: IndexedRows.of(t.agreements.items(agreements), AGREEMENT_LOOKUPS),
    credentials: IndexedRows.of(t.credentials.items(credentials), CREDENTIAL_LOOKUPS),
    clientKeys: IndexedRows.of(t.clientKeys.items(clientKeys), CLIENT_KEY_LOOKUPS),
    tokens: IndexedRows.of(t.tokens.items(tokens), TOKEN_LOOKUPS),
    targets: mapOf(t.targets.items(targets), ({ id }) => id),
  };
}

/** `known` with what changed since, up to a version. `order`: see `DirectoryTable.changed`. */
export function* broughtUpTo(upTo: number, known: Snapshot, order: RowOrder): Script<SnapshotRows> {
  const t = DIRECTORY_TABLES;
  const stretch: Stretch = { since: known.version, upTo };
  const [schools, parties, agreements, credentials, clientKeys, tokens, targets] = yield* together(
    t.schools.changes(stretch),
    t.parties.changes(stretch),
    t.agreements.changes(stretch),
    t.credentials.changes(stretch),
    t.clientKeys.changes(stretch),
    t.tokens.changes(stretch),
    t.targets.changes(stretch),
  );
  return {
    schools: known.schools.with(t.schools.changed(schools, known.schools, order)),
    parties: known.parties.with(t.parties.changed(parties, known.parties, order)),
    agreements: known.agreements.with(t.agreements.changed(agreements, known.agreements, order)),
    credentials: known.credentials.with(t.credentials.changed(credentials, known.credentials, order)),
    clientKeys: known.clientKeys.with(t.clientKeys.changed(clientKeys, known.clientKeys, order)),
    tokens: known.tokens.with(t.tokens.changed(tokens, known.tokens, order)),
    targets: known.targets.with(t.targets.changed(targets, known.targets, order)),
  };
}

function mapOf<Item extends object>(items: readonly Item[], idOf: (item: Item) => string): LayeredMap<string, Item> {
  return LayeredMap.of(new Map(items.map((item) => [idOf(item), item])));
}
