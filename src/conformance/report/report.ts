import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Level } from '../conformance-test.js';
import type { JudgeNamed } from '../judge/suite-judge.js';
import type { Role } from '../requirement.js';
import type { TestResult } from '../run.js';
import type { Verdict } from '../verdict.js';
import type { MetExpectation } from './expectations.js';
import type { Language } from './language.js';

/** How many of each; all of them together are `total`. */
export type Counts = Readonly<Record<Verdict, number>> & { readonly total: number };

/** An exchange as reports have it: personal values and keys are masked. */
export interface RecordedExchange {
  readonly number: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  readonly answer?: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };
  readonly trouble?: string;
  readonly ms: number;
}

/** What the run could learn of the system under test. No value of a pupil: names of fields, counts, versions. */
export interface Learned {
  /** Headers by which it says what it is, such as `server`. */
  readonly software?: Readonly<Record<string, string>>;
  /** Versions that it answered in, or wrote. */
  readonly versions?: readonly UwlrVersion[];
  readonly operations?: readonly string[];
  readonly profile?: string;
  /** Per field, by its path from the answer or message (`leerling/achternaam`, `leerling/@eckid`): in how many, of how many. */
  readonly fields?: Readonly<Record<string, { readonly in: number; readonly of: number }>>;
  /** Of an EA: fields that it cannot do without; `declared` by its config, or `observed` when it was left out. */
  readonly needs?: Readonly<Record<string, 'declared' | 'observed'>>;
}

/** A test as a report has it. */
export interface ReportedTest extends TestResult {
  /** In the language of the report. Of a requirement without a test: the requirement. */
  readonly title: string;
  /** Why its failure was expected. */
  readonly accepted?: string;
}

/** Flags of a run that `replay` and `rerun` need, by their name in the config file. No secret, and no key of a pupil. */
export type RunSettings = Readonly<Record<string, string | number | boolean>>;

/** The report of a run: what `--json` prints, and what `replay`, `diff`, `verify` and `fit` read. */
export interface Report {
  readonly format: 1;
  readonly role: Role | 'file';
  readonly suite: { readonly version: string; readonly digest: string };
  readonly catalogue: { readonly digest: string; readonly requirements: number };
  readonly language: Language;
  readonly seed: number;
  /** Absent where there are no levels: files and mappings. */
  readonly level?: Level;
  /** Absent where no schema had a part in it. */
  readonly judge?: JudgeNamed;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Why it is not whole. */
  readonly ended?: 'interrupted' | 'not-reached' | 'ledger-lost';
  readonly subject: {
    readonly address?: string;
    readonly versions: readonly UwlrVersion[];
    readonly safe?: boolean;
    readonly learned: Learned;
    readonly settings: RunSettings;
  };
  /** Who allowed a run against a school that is not synthetic. */
  readonly authorisedBy?: string;
  /** True: the school is synthetic, and the exchanges are as they were, except for keys. */
  readonly unmasked?: true;
  /** Failures that were expected, and what became of each. */
  readonly expectations?: readonly MetExpectation[];
  /** Of tests: adds up to `tests`. */
  readonly counts: Counts;
  /** Of requirements of the whole catalogue: those of other roles are not applicable. */
  readonly requirements: Counts;
  /** What the report does not prove, in sentences. */
  readonly limits: readonly string[];
  readonly tests: readonly ReportedTest[];
  readonly exchanges: readonly RecordedExchange[];
  readonly signature?: { readonly algorithm: 'Ed25519'; readonly publicKey: string; readonly value: string };
}
