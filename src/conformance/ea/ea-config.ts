import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import type { Caller } from '../messages/write.js';

/** All that a run against an EA needs to know, from flags, config file and environment. */
export interface EaConfig {
  /** What the scripted administration issued to the client, and expects in its header. */
  readonly caller: Caller;
  /** Id of the invented school. */
  readonly school: string;
  /** `2026-2027` */
  readonly schoolYear: string;
  /** Versions that the scripted administration speaks, the main one first. */
  readonly versions: readonly UwlrVersion[];
  /** The set that was agreed: what it gives. */
  readonly profile: PupilProfile;
  /** How many pupils the school begins with. */
  readonly learners: number;
  /** Paths of fields that the client is said to need, such as `leerling/@eckid`. */
  readonly needs: readonly string[];
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Milliseconds to wait for what a step needs, before the steps of that kind are given up. */
  readonly patienceMs: number;
  /** Milliseconds after a refusal, and after each repetition, in which a repetition counts as one. */
  readonly watchMs: number;
  /** Milliseconds that a slow answer takes. */
  readonly slowMs: number;
  readonly seed: number;
}
