import type { InfourlRule } from '../privacy/minimise/infourl.js';
import type { Policy, UwlrVersion } from '../uwlr/finding.js';
import type { IndexedRows, Lookups } from './indexed-rows.js';

/** A school: the tenant that everything else hangs from. */
export interface School {
  /** Readable and stable: `99AB`, `99AB-01`, or `schoolkey:<key>`. Made by `schoolId` in `src/model/school-id.ts`. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  /** ISO instant since when nothing moves for this school, whatever was agreed on. */
  readonly pausedAt?: string;
  /** ISO instant since when nothing of this school may be removed (legal hold). */
  readonly heldSince?: string;
  /** Generations of the keys that aliases of receivers hang from. Absent: they were never rotated, and it is the first one. */
  readonly aliases?: AliasGenerations;
  /** ISO instant at which the school's key was destroyed: nothing that was sealed under it is ever opened again. */
  readonly keyDestroyedAt?: string;
  readonly statement?: PrivacyStatement;
}

/** What a school says about its processing, in its own words (AVG, article 30). Absent: it was not given. */
export interface PrivacyStatement {
  /** Who is responsible: the board of the school, with its address. */
  readonly controller?: string;
  /** Whom parents can ask. */
  readonly contact?: string;
  /** The data protection officer (functionaris gegevensbescherming), and how to reach them. */
  readonly fg?: string;
  /** On what ground of article 6 data are processed. */
  readonly legalGround?: string;
  /** Whether data go outside the European Union, where, and how they are protected there. */
  readonly transfers?: string;
  /** Measures of the school that protect the data. */
  readonly security?: string;
}

export interface AliasGenerations {
  /** In which new aliases are made. */
  readonly generation: number;
  /** The first of the earlier ones that still count, up to the ISO instant `earlierUntil`. */
  readonly oldest: number;
  readonly earlierUntil: string;
}

/** A system that exchanges with us; `klantcode` is its id. An `ea` and a `las` speak UWLR, a `client` reads over REST. */
export interface Party {
  readonly klantcode: string;
  /** What it gives in the header of its messages; of a `las` what we give it there, unless its connection says otherwise. */
  readonly klantnaam: string;
  /** What people call it. Absent: see `nameOf` in `src/directory/party-name.ts`. */
  readonly name?: string;
  readonly role: 'ea' | 'las' | 'client';
  readonly endpoint?: string;
  readonly policy: Policy;
  /** Version that is assumed where a message names none (tolerant policy only). */
  readonly version?: UwlrVersion;
  /** True: a message whose `aanmaakdatum` is not later than the last one is accepted all the same. */
  readonly acceptStale: boolean;
  /** True: a message with results of a pupil whom the roster does not know is refused (Client.LeerlingOngeldig). */
  readonly knownLearnersOnly: boolean;
  /** How to call it: a `Connection` as JSON, sealed under the key of the gateway, as it may hold secrets. */
  readonly connection?: Uint8Array;
  /** The client certificates that it may come with. Absent: none is asked for. */
  readonly certificates?: PartyCertificates;
  readonly createdAt: string;
}

/** Settings of a party that change: what is absent stays as it is, and null takes away. */
export interface PartyChange {
  readonly klantnaam?: string;
  readonly name?: string | null;
  readonly endpoint?: string | null;
  readonly policy?: Policy;
  readonly version?: UwlrVersion | null;
  readonly acceptStale?: boolean;
  readonly knownLearnersOnly?: boolean;
  readonly connection?: Uint8Array | null;
}

/** A certificate fits when its fingerprint is on the list, or its subject has this OIN (serialNumber, 20 digits). */
export interface PartyCertificates {
  readonly oin?: string;
  /** SHA-256 of the DER form, lower-case hex. */
  readonly fingerprints: readonly string[];
}

/** How to call a LAS. Files are read when they are needed, so that a renewed certificate needs no change here. */
export interface Connection {
  /** What we present ourselves with, as that LAS issued it; absent: klantcode and klantnaam of the party itself. */
  readonly klantcode?: string;
  readonly klantnaam?: string;
  readonly gegevenssetid?: string;
  /** True: HaalStructuur, HaalLeerlingen, HaalLeerkrachten instead of all in one (getrapt). */
  readonly inSteps?: boolean;
  /** For the connection to be made, for the answer to begin, and between two pieces of it. */
  readonly timeoutSeconds?: number;
  readonly maxBytes?: number;
  /** PEM files; or one PKCS #12 file. */
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  readonly pkcs12File?: string;
  /** File that holds the passphrase of the key or the PKCS #12 file. */
  readonly passphraseFile?: string;
  /** `http://host:port` */
  readonly proxy?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The two services of UWLR, and reading over REST. */
export type ExchangeKind = 'leerlinggegevens' | 'leerresultaten' | 'rest';

export type { InfourlRule };

/** School x party x exchange x purpose x fields. Without one that is in force, nothing moves. */
export interface Agreement {
  readonly id: string;
  readonly school: string;
  readonly party: string;
  readonly exchanges: readonly ExchangeKind[];
  readonly profile: string;
  /**
   * Only these fields of the profile, by standard path (`leerlinggegevens/leerlingen/leerling/achternaam`,
   * `leerresultaten_verzoek/toetsen/toets/toetsnaam`). Absent: all that the profile has.
   */
  readonly fields?: readonly string[];
  /** What a REST client may do, by scope; only for the exchange `rest`. */
  readonly scopes?: readonly string[];
  readonly purpose: string;
  /** ISO instants. `until` is exclusive. */
  readonly from: string;
  readonly until?: string;
  readonly endedAt?: string;
  readonly infourl: InfourlRule;
}

/** An autorisatiesleutel, for one party and a set of schools: only its keyed hash when the party presents it to us. */
export interface Credential {
  readonly id: string;
  readonly party: string;
  /** HMAC-SHA256 in hex. */
  readonly hash: string;
  /** The key itself, sealed under the key of the gateway, when it is we who present it to the party: a LAS. */
  readonly sealed?: Uint8Array;
  readonly schools: readonly string[];
  readonly from: string;
  readonly until?: string;
  readonly revokedAt?: string;
}

/** What a REST client proves itself with at the token endpoint. */
export interface ClientKey {
  readonly id: string;
  /** Klantcode of a party with role `client`. */
  readonly party: string;
  readonly kind: 'secret' | 'jwk';
  /** HMAC-SHA256 of a secret in hex; or a public JSON Web Key as JSON. */
  readonly value: string;
  readonly from: string;
  readonly until?: string;
  readonly revokedAt?: string;
}

export const TARGET_KINDS = ['las', 'webhook', 'edu-v', 'files'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** Where results go on to. Which schools' results: those with an agreement with the party for the exchange `leerresultaten`. */
export interface Target {
  /** Chosen by who added it: lower-case letters, digits and `-`, at most 64. */
  readonly id: string;
  /** Klantcode of a `las` or a `client`. */
  readonly party: string;
  readonly kind: TargetKind;
  /** What its kind needs to know (`src/delivery/targets/target-settings.ts`) as JSON, sealed under the key of the gateway. */
  readonly settings: Uint8Array;
  readonly createdAt: string;
  /** ISO instant from which nothing goes there any more. */
  readonly endedAt?: string;
}

/** A bearer token: of a REST client, bound to one school; or of a role, which may be bound to none. */
export interface Token {
  readonly id: string;
  readonly client: string;
  /** HMAC-SHA256 in hex. */
  readonly hash: string;
  readonly school?: string;
  readonly role?: string;
  /** Id in the rosters of the school: the member of staff who uses it. Only with a role. */
  readonly teacher?: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly until?: string;
  readonly revokedAt?: string;
}

/** What agreements, keys and tokens are looked up with. Under each of these lies little, except under a party. */
export const AGREEMENT_LOOKUPS = {
  school: ({ school }) => [school],
  party: ({ party }) => [party],
} as const satisfies Lookups<Agreement>;

export const CREDENTIAL_LOOKUPS = {
  school: ({ schools }) => schools,
  party: ({ party }) => [party],
  hash: ({ hash }) => [hash],
} as const satisfies Lookups<Credential>;

export const CLIENT_KEY_LOOKUPS = {
  party: ({ party }) => [party],
} as const satisfies Lookups<ClientKey>;

export const TOKEN_LOOKUPS = {
  hash: ({ hash }) => [hash],
  client: ({ client }) => [client],
} as const satisfies Lookups<Token>;

export type Agreements = IndexedRows<Agreement, typeof AGREEMENT_LOOKUPS>;
export type Credentials = IndexedRows<Credential, typeof CREDENTIAL_LOOKUPS>;
export type ClientKeys = IndexedRows<ClientKey, typeof CLIENT_KEY_LOOKUPS>;
export type Tokens = IndexedRows<Token, typeof TOKEN_LOOKUPS>;

/**
 * Everything that decides who may do what, as one immutable snapshot. It is held in memory and asked by index: a supplier's gateway has
 * tens of thousands of agreements and keys.
 */
export interface Directory {
  /**
   * Goes up with every change, in the order of commits: whoever changes the directory has its number to themselves until then. So nothing
   * that changed later has a lower one, also where several nodes write.
   */
  readonly version: number;
  /** Fingerprint of the secret that everything is sealed under, once it was replaced. */
  readonly secret?: string;
  readonly schools: ReadonlyMap<string, School>;
  /** By klantcode. */
  readonly parties: ReadonlyMap<string, Party>;
  readonly agreements: Agreements;
  readonly credentials: Credentials;
  readonly clientKeys: ClientKeys;
  readonly tokens: Tokens;
  /** By id. */
  readonly targets: ReadonlyMap<string, Target>;
}
