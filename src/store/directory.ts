import type { InfourlRule } from '../privacy/infourl.js';
import type { Policy, UwlrVersion } from '../uwlr/finding.js';

/** A school: the tenant that everything else hangs from. */
export interface School {
  /** Readable and stable: `99AB`, `99AB-01`, or `schoolkey:<key>`. Made by `schoolId` in `src/model/school-id.ts`. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
}

/** A system that exchanges with us. `klantcode` is its id. */
export interface Party {
  readonly klantcode: string;
  readonly klantnaam: string;
  readonly role: 'ea' | 'las';
  readonly endpoint?: string;
  readonly policy: Policy;
  /** Version that is assumed where a message names none (tolerant policy only). */
  readonly version?: UwlrVersion;
  /** True: a message whose `aanmaakdatum` is not later than the last one is accepted all the same. */
  readonly acceptStale: boolean;
  readonly createdAt: string;
}

export type ExchangeKind = 'leerlinggegevens' | 'leerresultaten';

export type { InfourlRule };

/** School x party x exchange x purpose. Without one that is in force, nothing moves. */
export interface Agreement {
  readonly id: string;
  readonly school: string;
  readonly party: string;
  readonly exchanges: readonly ExchangeKind[];
  readonly profile: string;
  readonly purpose: string;
  /** ISO instants. `until` is exclusive. */
  readonly from: string;
  readonly until?: string;
  readonly endedAt?: string;
  readonly infourl: InfourlRule;
}

/** An autorisatiesleutel: only its keyed hash, for one party and a set of schools. */
export interface Credential {
  readonly id: string;
  readonly party: string;
  /** HMAC-SHA256 in hex. */
  readonly hash: string;
  readonly schools: readonly string[];
  readonly from: string;
  readonly until?: string;
}

/** A bearer token of a REST client, bound to one school. */
export interface Token {
  readonly id: string;
  readonly client: string;
  /** HMAC-SHA256 in hex. */
  readonly hash: string;
  readonly school: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly revokedAt?: string;
}

/** Everything that decides who may do what, as one immutable snapshot. Small: it is held in memory. */
export interface Directory {
  /** Goes up with every change. */
  readonly version: number;
  readonly schools: ReadonlyMap<string, School>;
  /** By klantcode. */
  readonly parties: ReadonlyMap<string, Party>;
  readonly agreements: readonly Agreement[];
  readonly credentials: readonly Credential[];
  /** By hash. */
  readonly tokens: ReadonlyMap<string, Token>;
}
