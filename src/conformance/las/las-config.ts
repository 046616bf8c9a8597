import type { UwlrVersion } from '../../uwlr/finding.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import type { Caller } from '../messages/write.js';

/** All that a run against a LAS needs to know, from flags, config file and environment. */
export interface LasConfig {
  /** Of the service with pupil data. */
  readonly url: string;
  /** Of the service that takes results; without it results are not tested. */
  readonly resultsUrl?: string;
  readonly caller: Caller;
  /** Id of the school that the key opens. */
  readonly school: string;
  /** `2026-2027` */
  readonly schoolYear: string;
  /** A well-formed id of a school that the key does not open. */
  readonly otherSchool: string;
  /** Key (leerlingid) of a pupil of the school, for results; the first of the answer unless given. */
  readonly learner?: string;
  /** Versions that the LAS is said to speak, the main one first. */
  readonly versions: readonly UwlrVersion[];
  /** The set that was agreed: what the LAS may give. */
  readonly profile: PupilProfile;
  readonly gegevenssetid?: string;
  /** Primary or secondary education, where it is known. */
  readonly sector?: 'po' | 'vo';
  /** True: nothing is sent that the LAS would store. */
  readonly safe: boolean;
  /** Milliseconds to wait for an answer. */
  readonly patienceMs: number;
  readonly seed: number;
}
