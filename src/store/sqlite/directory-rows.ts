import type { Agreement, Credential, Party, School, Token } from '../directory.js';

export interface SchoolRow {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
}

export interface PartyRow {
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly role: Party['role'];
  readonly endpoint: string | null;
  readonly policy: Party['policy'];
  readonly version: NonNullable<Party['version']> | null;
  readonly accept_stale: 0 | 1;
  readonly known_learners_only: 0 | 1;
  readonly connection: Uint8Array | null;
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
}

export interface CredentialRow {
  readonly id: string;
  readonly party: string;
  readonly hash: string;
  readonly valid_from: string;
  readonly valid_until: string | null;
  readonly sealed: Uint8Array | null;
}

export interface TokenRow {
  readonly id: string;
  readonly client: string;
  readonly hash: string;
  readonly school: string;
  readonly scopes: string;
  readonly created_at: string;
  readonly revoked_at: string | null;
}

export function schoolOf(row: SchoolRow): School {
  return { id: row.id, name: row.name, createdAt: row.created_at };
}

export function partyOf(row: PartyRow): Party {
  return {
    klantcode: row.klantcode,
    klantnaam: row.klantnaam,
    role: row.role,
    ...(row.endpoint !== null && { endpoint: row.endpoint }),
    policy: row.policy,
    ...(row.version !== null && { version: row.version }),
    acceptStale: row.accept_stale === 1,
    knownLearnersOnly: row.known_learners_only === 1,
    ...(row.connection !== null && { connection: row.connection }),
    createdAt: row.created_at,
  };
}

export function agreementOf(row: AgreementRow): Agreement {
  return {
    id: row.id,
    school: row.school,
    party: row.party,
    exchanges: JSON.parse(row.exchanges) as Agreement['exchanges'],
    profile: row.profile,
    purpose: row.purpose,
    from: row.valid_from,
    ...(row.valid_until !== null && { until: row.valid_until }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
    infourl: JSON.parse(row.infourl) as Agreement['infourl'],
  };
}

export function credentialOf(row: CredentialRow, schools: readonly string[]): Credential {
  return {
    id: row.id,
    party: row.party,
    hash: row.hash,
    ...(row.sealed !== null && { sealed: row.sealed }),
    schools,
    from: row.valid_from,
    ...(row.valid_until !== null && { until: row.valid_until }),
  };
}

export function tokenOf(row: TokenRow): Token {
  return {
    id: row.id,
    client: row.client,
    hash: row.hash,
    school: row.school,
    scopes: JSON.parse(row.scopes) as Token['scopes'],
    createdAt: row.created_at,
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  };
}
