import type { CarriedSignal } from '../posted/posted-signals.js';
import type { Assessment, AssessmentPart, HierarchyEntry, Loss, OriginType, ResultContext, Term, Value } from '../result.js';
import type { ResultCursor } from './incoming-places.js';

/** A test as its source defines it. Levels of the hierarchy are in the order in which they were sent. */
export type IncomingAssessment = Omit<Assessment, 'id' | 'revision' | 'school' | 'source' | 'hierarchy' | 'parts'> & {
  readonly hierarchy?: readonly HierarchyEntry[];
  readonly parts?: readonly AssessmentPart[];
};

/** A result as its source brings it: figures and circumstances are canonical, keys and codes the source's own. */
export interface IncomingResult {
  /** The source's key of it. */
  readonly key: string;
  /** Of the test that it is of, its version when the result itself says one, and the code of the part. */
  readonly code: string;
  readonly version?: Term | undefined;
  readonly part?: string | undefined;
  /** What only some formats say of the activity: the kind of work, the product, and the goals as they were written. */
  readonly originType?: OriginType | undefined;
  readonly product?: string | undefined;
  readonly goals?: readonly Term[] | undefined;
  /** Day, as sent. */
  readonly date: string;
  readonly values: readonly Value[];
  readonly context: ResultContext;
  readonly detailUrl?: string | undefined;
  readonly status: 'final' | 'withdrawn';
  readonly losses: readonly Loss[];
}

/** A learner of whom a message has results: once, or as often as the format says whose the next ones are. */
export interface IncomingPupil {
  /** The key of the administration, as sent. */
  readonly leerlingid: string | undefined;
  readonly eckId: string | undefined;
  /** Standard paths of what the format says of the learner and the model has no place for. */
  readonly unplaced: readonly string[];
  /** Number of results. Each is made when it is asked for, so that a large message is not in memory twice. */
  readonly size: number;
  resultAt(at: number): IncomingResult;
  /** Code of the test that it is of: the same as that of `resultAt`. */
  codeAt(at: number): string;
}

/** A signal that stands in a result. */
export interface MessageSignal {
  readonly result: ResultCursor;
  /** Number of it in the result. */
  readonly at: number;
  readonly said: CarriedSignal;
}

/**
 * Results as they come in, whatever format they came in. Nothing was taken out yet: what goes on from here has to go through the
 * minimiser.
 */
export interface IncomingMessage {
  readonly schoolYear: string;
  /** An `xs:dateTime`: orders the messages of a source. */
  readonly createdAt: string;
  readonly assessments: readonly IncomingAssessment[];
  readonly pupils: readonly IncomingPupil[];
  /** Of all results, in their order. Absent: none. */
  readonly signals?: readonly MessageSignal[];
  /** As those of a learner, of the head. */
  readonly unplaced: readonly string[];
  /** Lets go of learners and tests. Whoever asks for them later gets them made anew. Absent: they stay. */
  release?(): void;
}

/** Every result, with the number of its learner. */
export function* incomingResults({ pupils }: IncomingMessage): Generator<IncomingResult> {
  for (const pupil of pupils) for (let at = 0; at < pupil.size; at++) yield pupil.resultAt(at);
}
