import type { UwlrVersion } from '../uwlr/finding.js';
import type { GoalLink } from './goal-link.js';
import type { Signal } from './signal.js';
import type { FigureDeclaration, SourceStatement } from './source-statement.js';

/** A value that the source bound to a vocabulary: the term as sent, and the URI of its list. */
export interface Term {
  readonly value: string;
  readonly vocabulary?: string;
}

/** What a figure is. Kinds are never converted into each other. */
export type ValueKind =
  | 'score'
  | 'numberItems'
  | 'numberCorrect'
  | 'numberIncorrect'
  | 'numberRead'
  | 'durationSeconds'
  | 'skillScore'
  | 'intervalLow'
  | 'intervalHigh'
  | 'reference'
  | 'other';

/** One figure of the source, as text, exactly as it was sent. Never a float that rounds. */
export interface Value {
  readonly kind: ValueKind;
  readonly value: string;
  readonly unit?: string;
  /** Name of the scale that the source gives, such as an OSO `codevaardigheidsschaal` or `codereferentiescore`. */
  readonly scale?: string;
  /** Meaning according to the source, such as an OSO `kwalificatie`. */
  readonly meaning?: string;
  /** Whom it is compared with: an OSO `codevergelijkingsgroep`. */
  readonly comparedWith?: string;
  /** What the profile of the product says of it. Given by the store; absent where the product has no profile. */
  readonly declaration?: FigureDeclaration;
  /** Where it stood in the message, from the `resultaat` down: `score`, `osoresultaat/toetsscore/aantalgoed`. */
  readonly sourcePath: string;
}

/** Something that a translation could not carry over. Never holds the value itself. */
export interface Loss {
  readonly path: string;
  readonly reason: string;
}

/** From what kind of work a result comes. `unknown` unless a table says so: never guessed from a name. */
export type OriginType = 'exercise' | 'entryTest' | 'methodTest' | 'lvsTest' | 'other' | 'unknown';

export interface HierarchyEntry {
  /** As the source numbers it. */
  readonly level: string;
  readonly entry: Term;
}

export interface Activity {
  readonly code: string;
  readonly codeVocabulary?: string;
  readonly version?: string;
  readonly name?: string;
  readonly part?: { readonly code: string; readonly codeVocabulary?: string; readonly name?: string; readonly number?: string };
  readonly originType: OriginType;
  /** The source's own category and level of the test (`toetscategorie`, `toetsniveau`). */
  readonly category?: Term;
  readonly level?: Term;
  readonly subject?: Term;
  readonly year?: Term;
  /** Place in the vendor's own tree of tests, top first. */
  readonly hierarchy: readonly HierarchyEntry[];
  /** Learning goals that the source itself names for it, as written; a code with the URI of its set. */
  readonly goals?: readonly Term[];
}

/** What the source says about the circumstances. Absent means "not supplied", never 0. */
export interface ResultContext {
  readonly itemCount?: string;
  readonly correct?: string;
  readonly incorrect?: string;
  readonly durationSeconds?: string;
  readonly instructionSeconds?: string;
  readonly extra: readonly { readonly name: string; readonly value: string; readonly unit?: string }[];
}

/** Which school handed a result over: its id and name there, and the instant (ISO) at which the dossier was made. */
export interface HandedOver {
  readonly school: string;
  readonly name: string;
  readonly madeAt: string;
}

/** Where a result comes from. */
export interface ResultSource {
  readonly party: string;
  /** The product (leermiddel) of the vendor. Absent: not declared. */
  readonly product?: string;
  /** How it came. Absent: stored before this was kept. */
  readonly intake?: 'soap' | 'json' | 'file';
  /** UWLR version of the message; absent when it was none. */
  readonly version?: UwlrVersion;
  /** Version of the source profile that held when it was stored: a name, like other versions. */
  readonly profile?: string;
  /** That another school handed the result over, in a dossier. Receivers do not see which one it was. */
  readonly handedOver?: HandedOver;
}

export interface ResultNorm {
  readonly term: string;
  readonly description?: string;
  /** That the source did not send the term: it was looked up in the table that the source sent with the test. Given by the store. */
  readonly lookedUpIn?: 'normTableOfSource';
}

/**
 * One result of one learner, as the school's own systems read it. Shape: `schemas/model/result.json`.
 * No averages, no mastery, no completeness: the source's figures, untouched, beside each other.
 */
export interface Result {
  /** UUIDv5 over school, party and the source's result key: the same result keeps it over revisions. */
  readonly id: string;
  /** From 1; a result that is sent again is a new revision. Given by the store. */
  readonly revision?: number;
  /** The revision that this one takes the place of. */
  readonly supersedes?: number;
  readonly school: string;
  readonly schoolYear: string;
  /** Pseudonym of the learner within this school (keyed hash). */
  readonly learner: string;
  readonly eckId?: string;
  readonly source: ResultSource;
  /** What the vendor declares about the product. Given by the store. */
  readonly sourceProfile?: SourceStatement;
  readonly activity: Activity;
  /** Day of the test, as sent (`afnamedatum`). */
  readonly date: string;
  readonly values: readonly Value[];
  /** The term that the source's own norm table gives for this score. Never computed by us in any other way. */
  readonly norm?: ResultNorm;
  readonly context: ResultContext;
  readonly goalLinks: readonly GoalLink[];
  readonly signals: readonly Signal[];
  readonly detailUrl?: string;
  readonly status: 'final' | 'withdrawn';
  readonly losses: readonly Loss[];
}

export interface NormBand {
  readonly term: string;
  readonly description?: string;
  readonly from: string;
  readonly to: string;
  readonly colour?: { readonly red: string; readonly green: string; readonly blue: string; readonly opacity: string };
  readonly gradeFrom?: string;
  readonly gradeTo?: string;
}

export interface Norm {
  readonly category?: Term;
  readonly level?: Term;
  readonly weight?: string;
  readonly vocabulary?: string;
  readonly bands: readonly NormBand[];
}

/** A test as its source defines it (`toets`), with its parts and norms. Shape: `schemas/model/assessment.json`. */
export interface Assessment {
  /** UUIDv5 over school, party, code and version. */
  readonly id: string;
  readonly revision?: number;
  readonly school: string;
  readonly source: Pick<ResultSource, 'party' | 'version'>;
  readonly code: Term;
  readonly version?: Term;
  readonly name?: string;
  readonly subject?: Term;
  readonly year?: Term;
  /** Place in the vendor's own tree of tests, top first. */
  readonly hierarchy: readonly HierarchyEntry[];
  /** Of the score for the whole test. */
  readonly norm?: Norm;
  readonly parts: readonly AssessmentPart[];
  readonly losses: readonly Loss[];
}

export interface AssessmentPart {
  readonly number: string;
  readonly code: Term;
  readonly name?: string;
  readonly norm?: Norm;
}
