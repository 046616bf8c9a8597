import type { UwlrVersion } from '../../uwlr/finding.js';
import type { IncomingAssessment } from '../incoming/incoming-message.js';
import { KnownTest, type OriginTypes } from './known-test.js';
import { assessmentOf, type Origin } from './translate-assessments.js';

/** Letters of tests that are remembered: of some thousands. With what is made of them they take a few times as many bytes. */
const MOST_LETTERS = 2_000_000;
/** Letters of one test that is remembered. Few have so many. */
const MOST_OF_ONE = 50_000;

/** What is stored of a test: `AssessmentRow` of the store. */
interface TestRow {
  readonly id: string;
  readonly code: string;
  readonly version?: string;
  readonly document: string;
}

/** A test as a school has it, and as its results need it. */
export interface TestOfSchool {
  readonly row: TestRow;
  readonly test: KnownTest;
}

interface Remembered {
  readonly test: KnownTest;
  readonly bySchool: Map<string, TestOfSchool>;
}

/**
 * The tests of messages, remembered by all that a message says of them: a vendor sends the same ones with every message. Holds what is stored
 * of a test and no more, so it has to be given what the minimiser left of it.
 */
export class KnownTests {
  readonly #known = new Map<string, Remembered>();
  #letters = 0;

  constructor(private readonly originTypes?: OriginTypes) {}

  of(assessment: IncomingAssessment, origin: Origin): TestOfSchool {
    const name = nameOf(assessment, origin.party, origin.version);
    const { test, bySchool } = this.#known.get(name) ?? this.#remember(name, assessment);
    const known = bySchool.get(origin.school);
    if (known !== undefined) return known;
    const made = { row: rowOf(assessment, origin), test };
    if (name.length <= MOST_OF_ONE) this.#weigh(made.row.document);
    bySchool.set(origin.school, made);
    return made;
  }

  #remember(name: string, assessment: IncomingAssessment): Remembered {
    const made = { test: new KnownTest(assessment.code.value, assessment, this.originTypes), bySchool: new Map() };
    if (name.length > MOST_OF_ONE) return made;
    this.#weigh(name);
    this.#known.set(name, made);
    return made;
  }

  /** What is needed often is back soon when all of it was forgotten. */
  #weigh({ length }: string): void {
    if (this.#letters + length > MOST_LETTERS) {
      this.#known.clear();
      this.#letters = 0;
    }
    this.#letters += length;
  }
}

function nameOf(assessment: IncomingAssessment, party: string, version: UwlrVersion | undefined): string {
  return `${party}\0${version ?? ''}\0${JSON.stringify(assessment)}`;
}

function rowOf(incoming: IncomingAssessment, origin: Origin): TestRow {
  const assessment = assessmentOf(incoming, origin);
  const { id, code, version } = assessment;
  return {
    id,
    code: code.value,
    ...(version === undefined ? {} : { version: version.value }),
    document: JSON.stringify(assessment),
  };
}
