import type { SignalCells } from '../../tables/cells.js';

/** A learner of the message that is being stored. */
export interface MetLearner {
  /** `eckNumber`: of its ECK iD, see `EckIdTable`; undefined until a result needs it. */
  readonly known: { readonly seq: number; eckNumber: number | undefined };
  /** As the message says it; null when it does not. */
  readonly eckId: string | null;
}

/** A delivery that is being stored: its head is in, its slices are coming. */
export interface OpenDelivery {
  readonly exchange: number;
  readonly school: string;
  readonly party: string;
  /** Number of this party in this school, and whether it is irregular, see `SourceTable`. */
  readonly source: number;
  readonly irregular: boolean;
  readonly requestKey: string | undefined;
  /** True when the school's learners are to be matched with a roster. */
  readonly hasRoster: boolean;
  /** Ids of the targets that the results go on to. */
  readonly targets: readonly string[];
  /** Each learner that came by, by alias. */
  readonly learners: Map<string, MetLearner>;
  /** What results have in common, by its place: see `SliceCells`. */
  readonly shared: { readonly seq: number; readonly assessment: string }[];
  /** Number of each activity that came by, by its digest. */
  readonly activities: Map<string, number>;
  /** What came with the results, to be stored after them. */
  readonly signals?: SignalCells | undefined;
  results: number;
  revised: number;
  /** As in `Noticed`. */
  otherPupil: number;
  otherTest: number;
  readonly sameMoment: boolean;
}
