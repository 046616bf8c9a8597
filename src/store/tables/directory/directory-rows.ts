import type { Agreement, ClientKey, Credential, Party, School, Target, Token } from '../../../directory/directory.js';

export interface SchoolRow {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly paused_at: string | null;
  readonly held_since: string | null;
  readonly alias_generation: number;
  readonly oldest_alias_generation: number;
  readonly earlier_aliases_until: string | null;
  readonly key_destroyed_at: string | null;
  /** JSON. */
  readonly statement: string | null;
}

export interface PartyRow {
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly name: string | null;
  readonly role: Party['role'];
  readonly endpoint: string | null;
  readonly policy: Party['policy'];
  readonly version: NonNullable<Party['version']> | null;
  readonly accept_stale: 0 | 1;
  readonly known_learners_only: 0 | 1;
  readonly connection: Uint8Array | null;
  readonly certificates: string | null;
  readonly created_at: string;
}

export interface AgreementRow {
  readonly id: string;
  readonly school: string;
  readonly party: string;
  readonly exchanges: string;
  readonly profile: string;
  readonly purpose: string;
  readonly valid_from: string;
  readonly valid_until: string | null;
  readonly ended_at: string | null;
  readonly infourl: string;
  readonly fields: string | null;
  readonly scopes: string | null;
}

export interface CredentialRow {
  readonly id: string;
  readonly party: string;
  readonly hash: string;
  readonly valid_from: string;
  readonly valid_until: string | null;
  readonly sealed: Uint8Array | null;
  readonly revoked_at: string | null;
  /** See `CREDENTIAL_SCHOOLS`. */
  readonly schools: string | null;
}

/** The schools of a key in a query, in order: a line for each, null without any. An id of a school is one line. */
export const CREDENTIAL_SCHOOLS = `,
  (SELECT string_agg(s.school, '\n' ORDER BY s.school) FROM credential_schools s WHERE s.credential = t.id) AS schools`;

export interface ClientKeyRow {
  readonly id: string;
  readonly party: string;
  readonly kind: ClientKey['kind'];
  readonly value: string;
  readonly valid_from: string;
  readonly valid_until: string | null;
  readonly revoked_at: string | null;
}

export interface TokenRow {
  readonly id: string;
  readonly client: string;
  readonly hash: string;
  readonly school: string | null;
  readonly role: string | null;
  readonly teacher: string | null;
  readonly scopes: string;
  readonly created_at: string;
  readonly valid_until: string | null;
  readonly revoked_at: string | null;
}

const MOST_SHARED = 1_000;
const shared = new Map<string, unknown>();

/** The same value for the same text: agreements of thousands of schools differ in little, and nobody changes what they say in place. */
function sharedJson(text: string): unknown {
  const known = shared.get(text);
  if (known !== undefined) return known;
  if (shared.size >= MOST_SHARED) shared.clear();
  const value: unknown = JSON.parse(text);
  shared.set(text, value);
  return value;
}

export function schoolOf(row: SchoolRow): School {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    ...(row.paused_at !== null && { pausedAt: row.paused_at }),
    ...(row.held_since !== null && { heldSince: row.held_since }),
    ...(row.earlier_aliases_until !== null && {
      aliases: { generation: row.alias_generation, oldest: row.oldest_alias_generation, earlierUntil: row.earlier_aliases_until },
    }),
    ...(row.key_destroyed_at !== null && { keyDestroyedAt: row.key_destroyed_at }),
    ...(row.statement !== null && { statement: JSON.parse(row.statement) as NonNullable<School['statement']> }),
  };
}

export function partyOf(row: PartyRow): Party {
  return {
    klantcode: row.klantcode,
    klantnaam: row.klantnaam,
    ...(row.name !== null && { name: row.name }),
    role: row.role,
    ...(row.endpoint !== null && { endpoint: row.endpoint }),
    policy: row.policy,
    ...(row.version !== null && { version: row.version }),
    acceptStale: row.accept_stale === 1,
    knownLearnersOnly: row.known_learners_only === 1,
    ...(row.connection !== null && { connection: row.connection }),
    ...(row.certificates !== null && { certificates: JSON.parse(row.certificates) as NonNullable<Party['certificates']> }),
    createdAt: row.created_at,
  };
}

export function agreementOf(row: AgreementRow): Agreement {
  return {
    id: row.id,
    school: row.school,
    party: row.party,
    exchanges: sharedJson(row.exchanges) as Agreement['exchanges'],
    profile: row.profile,
    ...(row.fields !== null && { fields: sharedJson(row.fields) as readonly string[] }),
    ...(row.scopes !== null && { scopes: sharedJson(row.scopes) as readonly string[] }),
    purpose: row.purpose,
    from: row.valid_from,
    ...(row.valid_until !== null && { until: row.valid_until }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
    infourl: sharedJson(row.infourl) as Agreement['infourl'],
  };
}

export function credentialOf(row: CredentialRow): Credential {
  return {
    id: row.id,
    party: row.party,
    hash: row.hash,
    ...(row.sealed !== null && { sealed: row.sealed }),
    schools: row.schools === null ? [] : row.schools.split('\n'),
    from: row.valid_from,
    ...(row.valid_until !== null && { until: row.valid_until }),
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  };
}

export function clientKeyOf(row: ClientKeyRow): ClientKey {
  return {
    id: row.id,
    party: row.party,
    kind: row.kind,
    value: row.value,
    from: row.valid_from,
    ...(row.valid_until !== null && { until: row.valid_until }),
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  };
}

export function tokenOf(row: TokenRow): Token {
  return {
    id: row.id,
    client: row.client,
    hash: row.hash,
    ...(row.school !== null && { school: row.school }),
    ...(row.role !== null && { role: row.role }),
    ...(row.teacher !== null && { teacher: row.teacher }),
    scopes: sharedJson(row.scopes) as Token['scopes'],
    createdAt: row.created_at,
    ...(row.valid_until !== null && { until: row.valid_until }),
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  };
}

export interface TargetRow {
  readonly id: string;
  readonly party: string;
  readonly kind: Target['kind'];
  readonly settings: Uint8Array;
  readonly created_at: string;
  readonly ended_at: string | null;
}

export function rowOfParty(party: Party): PartyRow {
  return {
    klantcode: party.klantcode,
    klantnaam: party.klantnaam,
    name: party.name ?? null,
    role: party.role,
    endpoint: party.endpoint ?? null,
    policy: party.policy,
    version: party.version ?? null,
    accept_stale: party.acceptStale ? 1 : 0,
    known_learners_only: party.knownLearnersOnly ? 1 : 0,
    connection: party.connection ?? null,
    certificates: jsonOrNull(party.certificates),
    created_at: party.createdAt,
  };
}

export function rowOfAgreement(agreement: Agreement): AgreementRow {
  return {
    id: agreement.id,
    school: agreement.school,
    party: agreement.party,
    exchanges: JSON.stringify(agreement.exchanges),
    profile: agreement.profile,
    purpose: agreement.purpose,
    valid_from: agreement.from,
    valid_until: agreement.until ?? null,
    ended_at: agreement.endedAt ?? null,
    infourl: JSON.stringify(agreement.infourl),
    fields: jsonOrNull(agreement.fields),
    scopes: jsonOrNull(agreement.scopes),
  };
}

/** Its schools are rows of another table. */
export function rowOfCredential(credential: Credential): Omit<CredentialRow, 'schools'> {
  return {
    id: credential.id,
    party: credential.party,
    hash: credential.hash,
    valid_from: credential.from,
    valid_until: credential.until ?? null,
    sealed: credential.sealed ?? null,
    revoked_at: credential.revokedAt ?? null,
  };
}

export function rowOfClientKey(key: ClientKey): ClientKeyRow {
  return {
    id: key.id,
    party: key.party,
    kind: key.kind,
    value: key.value,
    valid_from: key.from,
    valid_until: key.until ?? null,
    revoked_at: key.revokedAt ?? null,
  };
}

export function rowOfToken(token: Token): TokenRow {
  return {
    id: token.id,
    client: token.client,
    hash: token.hash,
    school: token.school ?? null,
    role: token.role ?? null,
    teacher: token.teacher ?? null,
    scopes: JSON.stringify(token.scopes),
    created_at: token.createdAt,
    valid_until: token.until ?? null,
    revoked_at: token.revokedAt ?? null,
  };
}

/** What may be missing, as JSON. */
export function jsonOrNull(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

export function targetOf({ id, party, kind, settings, created_at, ended_at }: TargetRow): Target {
  return { id, party, kind, settings, createdAt: created_at, ...(ended_at === null ? {} : { endedAt: ended_at }) };
}
