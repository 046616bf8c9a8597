import type { UwlrVersion } from '../uwlr/finding.js';
import type { Outcome } from './verdict.js';

/** `connect`: can the two talk at all. `standard`: what everybody needs. `full`: the edges too. Each level holds the ones before it. */
export const LEVELS = ['connect', 'standard', 'full'] as const;
export type Level = (typeof LEVELS)[number];

/** One test of one requirement, on a subject: a connection to the system under test, with all that is known of it. */
export interface ConformanceTest<S> {
  /** Stable, lower case with slashes: `las/faults/klantcode-unknown`. */
  readonly id: string;
  /** Id of the one requirement that it tests. */
  readonly requirement: string;
  /** Raised by one whenever what it expects changes, so that `conform diff` can tell. */
  readonly revision: number;
  readonly level: Level;
  readonly en: string;
  readonly nl: string;
  /** It sends something that the other side would store: left out with `--safe`. */
  readonly writes?: true;
  /** Versions in which it makes sense; all unless given. Run once for each version of the subject when `perVersion`, else in its first. */
  readonly versions?: readonly UwlrVersion[];
  readonly perVersion?: true;
  /** Tests that have to pass first (ids without version); otherwise this one is skipped. */
  readonly needs?: readonly string[];
  /** What the other side has to be doing wrong, in one line, when it fails: the first thing to mend. Of tests of level `connect`. */
  readonly advice?: { readonly en: string; readonly nl: string };
  run(subject: S): Promise<Outcome>;
}
