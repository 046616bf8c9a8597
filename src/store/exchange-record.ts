import type { Finding, Policy, UwlrVersion } from '../uwlr/finding.js';
import type { RefusalReason } from './refusal-reason.js';

/** What can become of a message. */
export const OUTCOMES = ['accepted', 'repeated', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What is kept of one message, whatever became of it. Holds no content. */
export interface ExchangeRecord {
  /** UUIDv7: sorts by time. */
  readonly id: string;
  /**
   * Its sender did not prove who it is. There are so many of these at most, and the oldest goes for a new one; the audit says nothing of it:
   * see `UnprovenRefusals`. Has no school, version, digest or strips, and few findings.
   */
  readonly brief?: true;
  readonly direction: 'in' | 'out';
  readonly operation: string;
  /** Id of the agreement that decided; absent when none was found. */
  readonly agreement?: string;
  /** Id of the autorisatiesleutel that the sender showed, when it is or was one of its own. */
  readonly credential?: string;
  /** Why the sender was not let in: the exact reason, which only the operator hears. */
  readonly reason?: RefusalReason;
  /** Klantcode of a known party; absent when the sender was not recognised. */
  readonly party?: string;
  /** Id of a known school. */
  readonly school?: string;
  readonly version?: UwlrVersion;
  readonly policy?: Policy;
  readonly receivedAt: string;
  readonly durationMs: number;
  readonly wireBytes: number;
  readonly decodedBytes: number;
  /** Keyed digest (HMAC-SHA256, hex) of the decoded bytes. */
  readonly digest?: string;
  /** `aanmaakdatum` in nanoseconds since 1970, for the order of messages. */
  readonly createdAtNs?: bigint;
  readonly outcome: Outcome;
  readonly faultCode?: string;
  /** The first findings; `findingCount` counts all of them. */
  readonly findings: readonly Finding[];
  readonly findingCount: number;
  readonly resultCount: number;
  /** Pupils whose data were given (pupil data out) or taken in (a sync). */
  readonly learnerCount: number;
  /** What was left out of pupil data. For results, the delivery says it. */
  readonly strips?: readonly StripRecord[];
  /** The fields that could be in it, by standard path. For the audit, which keeps each such list once. */
  readonly fields?: readonly string[];
  /** For a repeated message: the exchange that stored it. */
  readonly repeats?: string;
}

/** What was taken out of a message before anything was stored: never a value. */
export interface StripRecord {
  /** Path without indices: `leerresultaten_verzoek/school/auteur`. */
  readonly path: string;
  /** Why: `not-in-profile`, `replaced-by-alias`, `infourl-query`, ... */
  readonly rule: string;
  readonly count: number;
}
