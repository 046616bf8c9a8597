/** A delivery that is being stored: its head is in, its slices are coming. */
export interface OpenDelivery {
  readonly exchange: number;
  readonly school: string;
  readonly party: string;
  /** Number of each learner that came by, by alias. */
  readonly learners: Map<string, number>;
  results: number;
  revised: number;
}
