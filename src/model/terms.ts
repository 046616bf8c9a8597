import type { Loss, Term } from './result.js';

/** Where losses are put down. */
export type LossList = Pick<Loss[], 'push'>;

/** A field that may be bound to a vocabulary, as a message has it. */
export interface BoundField {
  readonly value: string;
  readonly vocabulaire?: string;
  readonly vocabulairelocatie?: string;
}

/** The term, and the list that it is from. Where that list can be found is not kept: `path` becomes a loss. */
export function termOf(field: BoundField, path: string, losses: LossList): Term {
  noteLocation(field, path, losses);
  const { value, vocabulaire } = field;
  return vocabulaire === undefined || vocabulaire === '' ? { value } : { value, vocabulary: vocabulaire };
}

export function noteLocation({ vocabulairelocatie }: Partial<BoundField>, path: string, losses: LossList): void {
  if (vocabulairelocatie !== undefined) losses.push({ path: `${path}/@vocabulairelocatie`, reason: 'vocabulary-location' });
}
