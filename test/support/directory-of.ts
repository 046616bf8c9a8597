import {
  AGREEMENT_LOOKUPS,
  type Agreement,
  CLIENT_KEY_LOOKUPS,
  CREDENTIAL_LOOKUPS,
  type Directory,
  type Party,
  type School,
  type Target,
  TOKEN_LOOKUPS,
} from '../../src/directory/directory.js';
import { IndexedRows } from '../../src/directory/indexed-rows.js';

export interface DirectoryRows {
  readonly schools?: readonly School[];
  readonly parties?: readonly Party[];
  readonly agreements?: readonly Agreement[];
  readonly targets?: readonly Target[];
}

/** A directory with these rows, for what is worked out from one without a store. */
export function directoryOf({ schools = [], parties = [], agreements = [], targets = [] }: DirectoryRows): Directory {
  return {
    version: 1,
    schools: new Map(schools.map((school) => [school.id, school])),
    parties: new Map(parties.map((party) => [party.klantcode, party])),
    agreements: IndexedRows.of(agreements, AGREEMENT_LOOKUPS),
    credentials: IndexedRows.of([], CREDENTIAL_LOOKUPS),
    clientKeys: IndexedRows.of([], CLIENT_KEY_LOOKUPS),
    tokens: IndexedRows.of([], TOKEN_LOOKUPS),
    targets: new Map(targets.map((target) => [target.id, target])),
  };
}
