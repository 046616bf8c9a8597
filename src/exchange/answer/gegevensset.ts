import { PUPIL_PROFILES, type PupilProfile } from '../../uwlr/grammar/grammar.js';

/**
 * The profile that a gegevenssetid names. The standard lists no values; `Smalle-set-VO` was seen in the field, so a sector may
 * follow the name, and neither case nor separators matter. Undefined: no profile that is known.
 */
export function profileNamed(gegevenssetid: string): PupilProfile | undefined {
  const name = gegevenssetid
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
    .replace(/-(?:vo|po|mbo|so)$/, '');
  return PUPIL_PROFILES.find((profile) => profile === name);
}
