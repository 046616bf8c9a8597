import type { DeliveryHead } from '../../tables/operation.js';

/** A message that is being stored. */
export interface OpenMessage {
  readonly head: DeliveryHead;
  /** Number of its exchange record. */
  readonly exchange: number;
  /** Number of this party in this school; irregular: a result may be here under another place than its key leads to, or without its current revision. */
  readonly source: number;
  readonly isIrregular: boolean;
  /** True when the school's learners are to be matched with a roster. */
  readonly hasRoster: boolean;
  readonly isSameMoment: boolean;
  /** Number of each activity that came by, by its digest. */
  readonly activities: Map<string, number>;
  /** What results have in common, by its place: see `SliceCells`. */
  readonly shared: { readonly seq: number; readonly assessment: string }[];
  results: number;
  revised: number;
  /** As in `Noticed`. */
  otherPupil: number;
  otherTest: number;
}
