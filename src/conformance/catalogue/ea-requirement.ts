export const role = 'ea' as const;
/** All in use. */
export const versions = ['1.0', '2.1', '2.2', '2.3'] as const;

/** A requirement of an EA that a source states, in every version. */
export const MUST = { role, versions, strength: 'MUST', status: 'confirmed' } as const;
/** Advice that is deduced. */
export const INFERRED = { role, versions, strength: 'SHOULD', status: 'inferred' } as const;
