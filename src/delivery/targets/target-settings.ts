import type { UwlrVersion } from '../../uwlr/finding.js';

/** What every kind of target can be told. */
export interface CommonSettings {
  /** Deliveries in one message, at most. */
  readonly maxItems?: number;
  /** For a connection, an answer, and the next piece of it. */
  readonly timeoutSeconds?: number;
  /** A delivery that is older is tried no more. */
  readonly maxAgeHours?: number;
}

/** A LAS over UWLR. How to connect, and with which key, is said with the party: `Party.connection`, `Credential.sealed`. */
export interface LasSettings extends CommonSettings {
  /** Where it takes results. Absent: `Party.endpoint`. */
  readonly endpoint?: string;
  /** Absent: `Party.version`, or 2.2. */
  readonly version?: UwlrVersion;
  /** Bytes of one message, at most. */
  readonly maxBytes?: number;
}

/** A web server that takes canonical JSON, signed as Standard Webhooks says. */
export interface WebhookSettings extends CommonSettings {
  readonly url: string;
  /** Newest first. Each signs, up to its `until` (ISO instant): while there are two, the receiver can change over. `whsec_` and base64. */
  readonly secrets: readonly { readonly secret: string; readonly until?: string }[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly caFile?: string;
}

/** A server of the Edu-V Results API. */
export interface EduVSettings extends CommonSettings {
  /** Of the API: `/results` comes after it. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Private key that signs our assertions: a JSON Web Key, or PEM (PKCS #8), in a file. */
  readonly keyFile: string;
  readonly keyId?: string;
  /** `aud` of the assertion. Absent: `tokenUrl`. */
  readonly audience?: string;
  readonly caFile?: string;
  /** Client certificate, for mutual TLS. */
  readonly certFile?: string;
  readonly certKeyFile?: string;
  /** OnderwijsaanbiederId by id of a school. */
  readonly organisations?: Readonly<Record<string, string>>;
}

/** Files in a directory of this machine. */
export interface FilesSettings extends CommonSettings {
  readonly directory: string;
  readonly format: 'ndjson' | 'uwlr';
  /** Of UWLR. Default 2.2. */
  readonly version?: UwlrVersion;
}

export interface SettingsOf {
  readonly las: LasSettings;
  readonly webhook: WebhookSettings;
  readonly 'edu-v': EduVSettings;
  readonly files: FilesSettings;
}
