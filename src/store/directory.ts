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
  /** True: a message with results of a pupil whom the roster does not know is refused (Client.LeerlingOngeldig). */
  readonly knownLearnersOnly: boolean;
  /** How to call it: a `Connection` as JSON, sealed under the key of the gateway, as it may hold secrets. */
  readonly connection?: Uint8Array;
  readonly createdAt: string;
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
