import type { SourceProfile } from '../../../goals/source-profile.js';
import type { ProfileConfirmation, StoredProfile } from '../../goals/profile-store.js';
import { query } from '../../sql/query.js';
import { all, audit, first, run, type Script } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../audit/audit-entry.js';
import { raiseGoalVersion } from './goal-versions.js';

interface ProfileVersion {
  readonly party: string;
  readonly product: string;
  readonly version: number;
}

interface Confirmed extends ProfileVersion {
  readonly school: string;
  readonly at: number;
}

export type ProfileWrite =
  | { readonly kind: 'declare'; readonly profile: Omit<SourceProfile, 'version'>; readonly at: number }
  | ({ readonly kind: 'confirm' } & Confirmed);

interface ConfirmationRow extends Omit<ProfileConfirmation, 'confirmedAt'> {
  readonly confirmed_at: number;
}

const CONFIRMATIONS = 'SELECT school, party, product, version, confirmed_at FROM profile_confirmations';
const IN_ORDER = 'ORDER BY school, party, product, version';

const PROFILES = query<{ readonly declared_at: number; readonly document: string }>(
  () => 'SELECT declared_at, document FROM source_profiles ORDER BY party, product, version',
);
const ALL_CONFIRMATIONS = query<ConfirmationRow>(() => `${CONFIRMATIONS} ${IN_ORDER}`);
const CONFIRMATIONS_OF = query<ConfirmationRow, { readonly school: string }>(() => `${CONFIRMATIONS} WHERE school = @school ${IN_ORDER}`);
const NEXT = query<{ readonly version: number }, Pick<ProfileVersion, 'party' | 'product'>>(
  () => 'SELECT coalesce(max(version), 0) + 1 AS version FROM source_profiles WHERE party = @party AND product = @product',
);
const DECLARE = query<never, ProfileVersion & { readonly at: number; readonly document: string }>(
  () => `
    INSERT INTO source_profiles (party, product, version, declared_at, document)
    VALUES (@party, @product, @version, @at, @document)`,
);
const KNOWN = query<{ readonly version: number }, ProfileVersion>(
  () => 'SELECT version FROM source_profiles WHERE party = @party AND product = @product AND version = @version',
);
const CONFIRM = query<never, Confirmed>(
  () => `
    INSERT INTO profile_confirmations (school, party, product, version, confirmed_at) VALUES (@school, @party, @product, @version, @at)
    ON CONFLICT (school, party, product, version) DO NOTHING`,
);

/** Every version of every profile, in order of party, product and version. */
export function* storedProfiles(): Script<readonly StoredProfile[]> {
  return (yield* all(PROFILES, undefined)).map(({ declared_at, document }) => ({
    ...(JSON.parse(document) as SourceProfile),
    declaredAt: new Date(declared_at).toISOString(),
  }));
}

/** Of one school, or of all of them. */
export function* profileConfirmations(school?: string): Script<readonly ProfileConfirmation[]> {
  const rows = school === undefined ? yield* all(ALL_CONFIRMATIONS, undefined) : yield* all(CONFIRMATIONS_OF, { school });
  return rows.map(({ confirmed_at, ...row }) => ({ ...row, confirmedAt: new Date(confirmed_at).toISOString() }));
}

/** Gives the number of the version. */
export function* writeProfiles(write: ProfileWrite, actor: string): Script<number> {
  return write.kind === 'declare' ? yield* declare(write, actor) : yield* confirm(write, actor);
}

function* declare({ profile, at }: Extract<ProfileWrite, { kind: 'declare' }>, actor: string): Script<number> {
  const { party, product } = profile;
  const { version } = (yield* first(NEXT, { party, product }))!;
  yield* run(DECLARE, { party, product, version, at, document: JSON.stringify({ ...profile, version }) });
  yield* raiseGoalVersion('profiles');
  yield* audit(auditEntry(actor, profile.withdrawn === true ? 'profile.withdraw' : 'profile.add', { subject: party }));
  return version;
}

function* confirm({ school, party, product, version, at }: Confirmed, actor: string): Script<number> {
  if ((yield* first(KNOWN, { party, product, version })) === undefined)
    throw new StoreError('unknown', 'profiles: there is no such version');
  const changes = yield* run(CONFIRM, { school, party, product, version, at });
  if (changes > 0) yield* audit(auditEntry(actor, 'profile.confirm', { school, subject: party }));
  return version;
}
