import type { StoredRow } from '../../../goals/mapping/plan-change.js';
import type { MappingTableOf } from '../../../goals/mapping.js';
import type { ListedMapping, MappingChange, MappingStore } from '../../goals/mapping-store.js';
import type { OnActivity, Unmapped, UnmappedQuery } from '../../goals/unmapped-activity.js';
import type { StorePort } from '../../sql/port.js';
import type { GoalsAtHand } from './goals-at-hand.js';
import { mappingChanges, mappingRows, mappingVersions } from './mappings.js';
import { unmapped } from './unmapped.js';

export class MappingTables implements MappingStore {
  constructor(
    private readonly access: StorePort,
    private readonly atHand: Pick<GoalsAtHand, 'mappingIndex'>,
  ) {}

  async mappingVersions(party?: string): Promise<readonly ListedMapping[]> {
    return this.access.ask('mappings', mappingVersions(party));
  }

  async mappingRows(table: MappingTableOf, version?: number): Promise<readonly StoredRow[]> {
    return this.access.ask('mappings', mappingRows(table, version));
  }

  async mappingChanges(version: number): ReturnType<MappingStore['mappingChanges']> {
    return this.access.askAtOnce('mappings', mappingChanges(version));
  }

  async changeMapping(change: MappingChange): Promise<number> {
    const characters = 256 * change.add.length;
    const write = { table: 'mappings', write: { kind: 'change', change } } as const;
    return (await this.access.write({ kind: 'goals', write }, characters)) as number;
  }

  async unmapped(query: UnmappedQuery, onActivity?: OnActivity): Promise<Unmapped> {
    return this.access.askWhole('mappings', unmapped(query, onActivity));
  }

  mappingIndex(): ReturnType<MappingStore['mappingIndex']> {
    return this.atHand.mappingIndex();
  }
}
