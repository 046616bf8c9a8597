import type { MappingVersion } from '../../goals/mapping.js';

export interface MappingStore {
  /** Every version, oldest first. */
  mappingVersions(): Promise<readonly MappingVersion[]>;
}
