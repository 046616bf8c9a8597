/** How much a finding weighs. `error` refuses a message under the strict policy, `warning` is kept with the exchange. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * One thing that is wrong, or worth knowing, about a message.
 *
 * A finding never holds a value from the message: not in its text, not in its path. Paths are made of
 * element names that the standard knows; any other name is shown as `*`.
 */
export interface Finding {
  /** Stable id of the rule, such as `UWLR-LR-003`. Listed in `docs/rules.md`. */
  readonly rule: string;
  readonly severity: Severity;
  /** Where, from the root of the payload: `/leerresultaten_verzoek/toetsafnames/toetsafname[2]/leerlingid`. */
  readonly path: string;
  /** Line in the decoded text, from 1. */
  readonly line: number;
  /** Column in characters, from 1. */
  readonly column: number;
  readonly message: string;
  readonly hint?: string;
}

/** Every version of UWLR, oldest first. 2.2.1 is 2.2 on the wire. 1.0 has namespaces of its own, and so messages of its own. */
export const UWLR_VERSIONS = ['1.0', '2.1', '2.2', '2.3'] as const;
/** The versions that share the `/2/` namespaces. */
export const UWLR_2_VERSIONS = ['2.1', '2.2', '2.3'] as const;
export type UwlrVersion = (typeof UWLR_VERSIONS)[number];

/** What is done with a message that deviates: refuse it, or read what can be read without guessing. */
export type Policy = 'strict' | 'tolerant';
