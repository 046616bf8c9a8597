import { supplied } from '../../core/supplied.js';
import type { ValueKind } from '../../model/result.js';
import { FIGURES, RESULTAAT } from '../../model/results/result-paths.js';
import type { Profile } from '../fields/profile.js';
import type { KeptText } from './free-text.js';
import { deniedOf, keptTextAt, ruleFor } from './plan-model.js';

export type StandardKind = Exclude<ValueKind, 'other'>;

/** What becomes of one text of a figure. */
interface TextPlan {
  readonly path: string;
  /** Absent: it may be kept. */
  readonly denied?: string;
  readonly kind: KeptText | undefined;
}

/** What a profile takes out of figures of one kind. */
export interface FigurePlan {
  readonly path: string;
  /** The outermost element that may not be kept: the figure goes as a whole. Absent: it stays. */
  readonly denied?: string;
  readonly rule: string;
  readonly texts: readonly (TextPlan & { readonly name: 'value' | 'unit' | 'scale' | 'meaning' | 'comparedWith' })[];
}

const REFERENCE = `${RESULTAAT}/osoresultaat/referentiescore`;
const made = new WeakMap<Profile, Readonly<Record<StandardKind, FigurePlan>>>();

/** Worked out once per profile. */
export function figurePlans(profile: Profile): Readonly<Record<StandardKind, FigurePlan>> {
  const known = made.get(profile);
  if (known !== undefined) return known;
  const kinds = Object.keys(FIGURES) as StandardKind[];
  const plans = Object.fromEntries(kinds.map((kind) => [kind, planFor(kind, profile)])) as Record<StandardKind, FigurePlan>;
  made.set(profile, plans);
  return plans;
}

function planFor(kind: StandardKind, profile: Profile): FigurePlan {
  const { field, scale } = FIGURES[kind];
  const path = `${RESULTAAT}/${field}`;
  const denied = deniedOf({ path, within: elementsAround(field) }, profile);
  const of = (name: FigurePlan['texts'][number]['name'], at: string, cleaned = keptTextAt(at)) => {
    const no = profile.allowed.has(at) ? undefined : at;
    return { name, path: at, ...supplied({ denied: no }), kind: cleaned };
  };
  const texts = [
    of('value', path),
    ...(scale === undefined ? [] : [of('scale', `${RESULTAAT}/${scale}`)]),
    // What a source says of a figure in its own words goes where the figure goes.
    { name: 'unit' as const, path, kind: 'text' as const },
    ...(kind === 'reference'
      ? [of('meaning', `${REFERENCE}/kwalificatie`), of('comparedWith', `${REFERENCE}/codevergelijkingsgroep`)]
      : [{ name: 'meaning' as const, path, kind: 'text' as const }]),
  ];
  return {
    path,
    ...supplied({ denied }),
    rule: denied === undefined ? '' : ruleFor(denied, profile),
    texts: texts.filter(({ denied: no, kind: cleaned }: TextPlan) => no !== undefined || cleaned !== undefined),
  };
}

/** `osoresultaat/toetsscore/tijd`: the two elements that it stands in. */
function elementsAround(field: string): readonly string[] {
  const steps = field.split('/').slice(0, -1);
  return steps.map((_, at) => `${RESULTAAT}/${steps.slice(0, at + 1).join('/')}`);
}
