import type { Requirement } from '../requirement.js';

/** What is to be said of a requirement beyond its texts. Of a LAS, in every version, a MUST and confirmed unless it is given here. */
type Rest = Partial<Omit<Requirement, 'id' | 'source' | 'en' | 'nl'>>;

/** A requirement of a LAS. */
export function ofLas(id: string, source: string, en: string, nl: string, rest: Rest = {}): Requirement {
  return { id, role: 'las', versions: ['1.0', '2.1', '2.2', '2.3'], strength: 'MUST', source, status: 'confirmed', en, nl, ...rest };
}

export const SINCE_2 = ['2.1', '2.2', '2.3'] as const;
/** Advice of a source. */
export const ADVISED: Rest = { strength: 'SHOULD' };
/** A deduction: a breach is at most a matter for a person to look at. */
export const INFERRED: Rest = { status: 'inferred' };
export const INFERRED_ADVICE: Rest = { strength: 'SHOULD', status: 'inferred' };

/** Nobody could find how it is. */
export function unknown(question: string): Rest {
  return { status: 'unknown', question };
}
