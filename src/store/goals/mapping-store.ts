import type { MappingIndex } from '../../goals/mapping/mapping-index.js';
import type { StoredRow } from '../../goals/mapping/plan-change.js';
import type { MappingRow, MappingTableOf, MappingVersion } from '../../goals/mapping.js';
import type { OnActivity, Unmapped, UnmappedQuery } from './unmapped-activity.js';

/** A version with the number of rows that it added and removed. */
export interface ListedMapping extends MappingVersion {
  readonly added: number;
  readonly removed: number;
  /** Number of the version that takes it back. */
  readonly undoneBy?: number;
}

/** A new version of a table: rows that go, by `seq`, and rows that come. */
export interface MappingChange extends MappingTableOf {
  readonly assertedBy: string;
  /** ISO instant. */
  readonly at: string;
  readonly undoes?: number;
  readonly note?: string;
  readonly remove: readonly number[];
  readonly add: readonly MappingRow[];
  /** Version of this table that the change was made for; undefined: there was none. */
  readonly base: number | undefined;
}

export interface MappingStore {
  /** Every version, oldest first; with a party only those of its tables. */
  mappingVersions(party?: string): Promise<readonly ListedMapping[]>;
  /** The rows of a table in the order in which they were added, as of a version of it (the latest). */
  mappingRows(table: MappingTableOf, version?: number): Promise<readonly StoredRow[]>;
  /** What a version added and removed. */
  mappingChanges(version: number): Promise<{ readonly added: readonly StoredRow[]; readonly removed: readonly StoredRow[] }>;
  /** Gives the number of the version. Throws `StoreError('conflict')` when the table has another version than `base` by now. */
  changeMapping(change: MappingChange): Promise<number>;
  /** Which activities of results no goal of a loaded set hangs from. Much to read: with turns for the event loop in between. */
  unmapped(query: UnmappedQuery, onActivity?: OnActivity): Promise<Unmapped>;
  /** All current rows, in memory: the same until something changes. */
  mappingIndex(): Promise<MappingIndex>;
}
