/** What is known of a sender. `created`: aanmaakdatum of the last accepted message, null before the first. `forgotten`: up to which one digests are gone, null: none. */
export interface Moments {
  readonly created: bigint | null;
  readonly forgotten: bigint | null;
}

/** What is asked of a message: see `Delivery`. */
export interface Moment {
  readonly school: string;
  readonly party: string;
  readonly createdAtNs: bigint;
  readonly acceptStale: boolean;
  readonly acceptSameMoment: boolean;
}

/** What nobody knows of a sender. */
export const NO_MOMENTS: Moments = { created: null, forgotten: null };

/** `same`: it is not later, but of the moment of the last one, which is accepted. `moments`: those of its sender. */
export function judgeMoment(
  { createdAtNs, acceptStale, acceptSameMoment }: Moment,
  { created, forgotten }: Moments,
): 'later' | 'same' | 'stale' {
  // What was made before digests that are gone may have been stored already: nobody can tell.
  const isForgotten = forgotten !== null && forgotten >= createdAtNs;
  const isStale = acceptStale ? isForgotten : created !== null && created >= createdAtNs;
  if (!isStale) return 'later';
  return acceptSameMoment && !isForgotten && created === createdAtNs ? 'same' : 'stale';
}
