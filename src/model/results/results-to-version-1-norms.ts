import { supplied } from '../../core/supplied.js';
import type { Normering } from '../../uwlr/messages/leerresultaten.js';
import type { LeerresultatenVerzoek1 } from '../../uwlr/messages/v1/leerresultaten.js';
import { type Whole, wholeOf } from '../../uwlr/whole.js';
import type { ConversionLosses } from '../conversion.js';
import { OPEN_END } from './results-from-version-1.js';

type Toets1 = LeerresultatenVerzoek1['toetsen']['toets'][number];
export type Normering1 = NonNullable<Toets1['toetsonderdelen']['toetsonderdeel'][number]['toetsonderdeelnormering']>;

interface Range {
  readonly norm: Normering['norm'][number];
  readonly begin: Whole;
  readonly end: Whole;
}

/**
 * Norms as 1.0 has them: each from its lowest score up to the next, the highest up to `maxscore`. A range that ends elsewhere, with a
 * gap or an overlap, is a loss; of two that begin at one score 1.0 takes one, the first. Undefined when no range is left.
 */
export function normsTo1(normering: Normering, path: string, losses: ConversionLosses): Normering1 | undefined {
  const { vocabulaire, vocabulairelocatie, toetscategorie, toetsniveau, wegingsfactor, norm } = normering;
  lose(losses, path, { toetscategorie, toetsniveau, wegingsfactor });
  const ranges = inOrder(norm, `${path}/norm`, losses);
  const last = ranges.at(-1);
  if (last === undefined) return undefined;
  for (const [at, { norm, end }] of ranges.entries()) {
    const { normkleur, schoolcijfer_vanaf, schoolcijfer_totenmet } = norm;
    lose(losses, `${path}/norm`, { normkleur, schoolcijfer_vanaf, schoolcijfer_totenmet });
    const next = ranges[at + 1];
    if (next !== undefined && BigInt(end) + 1n !== BigInt(next.begin))
      losses.add('left-out', `${path}/norm/eindnormwaarde`, 'not-below-next-norm');
  }
  const maxscore = String(last.end) === OPEN_END ? undefined : last.norm.eindnormwaarde;
  return {
    ...supplied({ vocabulaire, vocabulairelocatie, maxscore }),
    norm: ranges.map(({ norm: { term, omschrijving, beginnormwaarde } }) => ({
      term,
      ...(omschrijving === undefined ? {} : { omschrijving }),
      scoregrotergelijkaan: beginnormwaarde,
    })),
  };
}

/** By lowest score, each once. */
function inOrder(norms: Normering['norm'], path: string, losses: ConversionLosses): Range[] {
  const ranges = new Map<string, Range>();
  for (const [at, norm] of norms.entries()) {
    const begin = wholeOf(norm.beginnormwaarde);
    const end = wholeOf(norm.eindnormwaarde);
    if (end < begin) losses.add('blocked', `${path}[${at + 1}]`, 'ends-before-it-begins');
    else if (ranges.has(String(begin))) losses.add('blocked', `${path}[${at + 1}]`, 'begins-where-another-does');
    else ranges.set(String(begin), { norm, begin, end });
  }
  return [...ranges.values()].sort((a, b) => (a.begin < b.begin ? -1 : a.begin > b.begin ? 1 : 0));
}

function lose(losses: ConversionLosses, path: string, fields: Readonly<Record<string, unknown>>): void {
  for (const [name, field] of Object.entries(fields)) if (field !== undefined) losses.add('left-out', `${path}/${name}`, 'not-in-version');
}
