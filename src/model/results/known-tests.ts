import type { IncomingAssessment, IncomingResult } from '../incoming/incoming-message.js';
import type { Activity, AssessmentPart, HierarchyEntry, OriginType } from '../result.js';
import { NormTable } from './norm-table.js';
import { assessmentOf, type Origin, topFirst } from './translate-assessments.js';

/** Letters of tests that are remembered: of some thousands. With what is made of them they take a few times as many bytes. */
const MOST_LETTERS = 4_000_000;
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
  readonly definition: IncomingAssessment;
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
    const text = JSON.stringify(assessment);
    const name = `${origin.party}\0${origin.version ?? ''}\0${text}`;
    const remembered = this.#known.get(name) ?? this.#remember(name, text);
    if (remembered === undefined) return { row: rowOf(assessment, origin), test: this.#test(assessment) };
    const { definition, test, bySchool } = remembered;
    const known = bySchool.get(origin.school);
    if (known !== undefined) return known;
    const made = { row: rowOf(definition, origin), test };
    this.#weigh(made.row.document.length);
    bySchool.set(origin.school, made);
    return made;
  }

  /** Undefined: it is too large. */
  #remember(name: string, text: string): Remembered | undefined {
    if (name.length > MOST_OF_ONE) return undefined;
    // Its own copy: texts that were cut from the message would keep all of the message in memory.
    const definition = JSON.parse(text) as IncomingAssessment;
    const letters = name.length + lettersOfParts(definition);
    if (letters > MOST_OF_ONE) return undefined;
    const made = { definition, test: this.#test(definition), bySchool: new Map<string, TestOfSchool>() };
    this.#weigh(letters);
    this.#known.set(name, made);
    return made;
  }

  #test(definition: IncomingAssessment): KnownTest {
    return new KnownTest(definition.code.value, definition, this.originTypes);
  }

  /** What is needed often is back soon when all of it was forgotten. */
  #weigh(letters: number): void {
    if (this.#letters + letters > MOST_LETTERS) {
      this.#known.clear();
      this.#letters = 0;
    }
    this.#letters += letters;
  }
}

/** The text of an activity is kept with it (`textFor`), and says again for each part what is said of the test. */
function lettersOfParts({ parts = [], norm, ...test }: IncomingAssessment): number {
  return parts.length === 0 ? 0 : parts.length * JSON.stringify({ ...test, norm: { ...norm, bands: [] } }).length;
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

/** What kind of work a `toetscategorie` stands for, by its text. What is neither listed nor a word of `originOfWord` is `unknown`. */
export type OriginTypes = ReadonlyMap<string, OriginType>;

const NO_TYPES: OriginTypes = new Map();

/** What results of one test, or of one part of it, have in common. */
export interface Subject {
  readonly activity: Activity;
  readonly norms: NormTable | undefined;
}

type Saying = Pick<IncomingResult, 'part' | 'version' | 'originType' | 'goals'>;

/** What results say themselves of their activities: worked out once per message. */
export type SaidSubjects = Map<string, Subject>;

/**
 * A test as results need it. What it says of itself and of its parts is worked out when the first result asks for it, and kept: it may serve
 * many messages, and nothing that a result says stays in it.
 */
export class KnownTest {
  readonly #definitions = new Map<string, AssessmentPart>();
  #whole: Subject | undefined;
  readonly #parts = new Map<string, Subject>();
  readonly #hierarchy: readonly HierarchyEntry[];

  /** `definition`: undefined when the message does not define the test. */
  constructor(
    private readonly code: string,
    private readonly definition: IncomingAssessment | undefined,
    private readonly originTypes: OriginTypes = NO_TYPES,
  ) {
    for (const part of definition?.parts ?? []) {
      const { value } = part.code;
      if (!this.#definitions.has(value)) this.#definitions.set(value, part);
    }
    this.#hierarchy = topFirst(definition?.hierarchy);
  }

  /** What a result says itself of its activity goes before what the test says. `said`: of the message that the result is in. */
  subject({ part, version, originType, goals }: Saying, said: SaidSubjects): Subject {
    if (version === undefined && originType === undefined && goals === undefined) return this.#defined(part, said);
    const key = JSON.stringify([this.code, part, version?.value, originType, goals]);
    const known = said.get(key);
    if (known !== undefined) return known;
    const { activity, norms } = this.#defined(part, said);
    const own = {
      ...activity,
      ...(version === undefined ? {} : { version: version.value }),
      ...(originType === undefined ? {} : { originType }),
      ...(goals === undefined ? {} : { goals }),
    };
    const subject = { activity: own, norms };
    said.set(key, subject);
    return subject;
  }

  /** What the test says. A part that it does not define is only known from a result. */
  #defined(part: string | undefined, said: SaidSubjects): Subject {
    if (part === undefined) {
      this.#whole ??= this.#describe(undefined);
      return this.#whole;
    }
    // The code as the test has it: that of the result was cut from its message.
    const defined = this.#definitions.get(part)?.code.value;
    const kept = defined === undefined ? said : this.#parts;
    const key = defined ?? JSON.stringify([this.code, part]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const subject = this.#describe(defined ?? part);
    kept.set(key, subject);
    return subject;
  }

  #describe(partCode: string | undefined): Subject {
    const { definition } = this;
    const part = partCode === undefined ? undefined : this.#definitions.get(partCode);
    const norm = partCode === undefined ? definition?.norm : part?.norm;
    const category = part?.norm?.category ?? definition?.norm?.category;
    const level = part?.norm?.level ?? definition?.norm?.level;
    const vocabulary = definition?.code.vocabulary;
    const activity: Activity = {
      code: this.code,
      ...(vocabulary === undefined ? {} : { codeVocabulary: vocabulary }),
      ...(definition?.version === undefined ? {} : { version: definition.version.value }),
      ...(definition?.name === undefined ? {} : { name: definition.name }),
      ...(partCode === undefined ? {} : { part: describePart(partCode, part) }),
      originType: this.originTypes.get(category?.value.trim() ?? '') ?? originOfWord(category?.value) ?? 'unknown',
      ...(category === undefined ? {} : { category }),
      ...(level === undefined ? {} : { level }),
      ...(definition?.subject === undefined ? {} : { subject: definition.subject }),
      ...(definition?.year === undefined ? {} : { year: definition.year }),
      hierarchy: this.#hierarchy,
    };
    return { activity, norms: norm === undefined ? undefined : new NormTable(norm) };
  }
}

function describePart(code: string, part: AssessmentPart | undefined): NonNullable<Activity['part']> {
  if (part === undefined) return { code };
  const { name, number } = part;
  const { vocabulary } = part.code;
  return { code, ...(vocabulary === undefined ? {} : { codeVocabulary: vocabulary }), ...(name === undefined ? {} : { name }), number };
}

/**
 * What kind of work a `toetscategorie` stands for when its text is the plain Dutch word for it. There is no official vocabulary of
 * categories; what is no such word says nothing, and nothing is guessed.
 */
const WORDS: ReadonlyMap<string, OriginType> = new Map(
  ['oefening', 'oefeningen', 'oefenen', 'oefenopgave', 'oefenopgaven'].map((word) => [word, 'exercise']),
);

function originOfWord(category: string | undefined): OriginType | undefined {
  return category === undefined ? undefined : WORDS.get(category.trim().toLowerCase());
}
