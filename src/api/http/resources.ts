import type { LastUses } from '../../exchange/last-uses.js';
import type { Keyring } from '../../privacy/keys/keyring.js';
import type { SchoolKeys } from '../../store/school-keys.js';
import type { RestLimits } from '../access/rest-limits.js';
import type { RestStores } from '../reads/stores.js';

/** What the endpoints of one gateway share. */
export interface Resources {
  readonly stores: RestStores;
  readonly keyring: Keyring;
  readonly schoolKeys: SchoolKeys;
  /** Where the REST side is reached. */
  readonly base: string;
  /** Another one as soon as this gateway may make something else of the same data. */
  readonly edition: string;
  readonly limits: RestLimits;
  readonly uses?: Pick<LastUses, 'used'> | undefined;
  now(): Date;
}
