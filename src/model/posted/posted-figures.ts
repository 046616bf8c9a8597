import type { ValueKind } from '../result.js';
import { CONTEXT_COUNTS } from '../results/context-counts.js';
import type { PostedResult, PostedValue } from './posted-results.js';

/** On a scale, which is one for all of them. */
const SCALED: ReadonlySet<ValueKind> = new Set(['skillScore', 'intervalLow', 'intervalHigh']);

/** Something that is wrong with the figures of a result. */
export interface FigureFault {
  /** JSON pointer from the result down. */
  readonly below: string;
  readonly hint: string;
}

/** What figures cannot say together, what says nothing beside the others, and circumstances that contradict them. */
export function* figureFaults({ values, context = {} }: Pick<PostedResult, 'values' | 'context'>): Generator<FigureFault> {
  const kinds = values.map(({ kind }) => kind);
  const isScore = kinds[0] === 'score';
  for (const [at, value] of values.entries()) {
    const { kind } = value;
    if ((kind === 'score') !== isScore) yield { below: `/values/${at}/kind`, hint: 'a score stands alone' };
    else if (kind !== 'reference' && kinds.indexOf(kind) < at) yield { below: `/values/${at}/kind`, hint: 'the kind is there already' };
    yield* memberFaults(value, at);
  }
  if (kinds.includes('intervalLow') !== kinds.includes('intervalHigh')) yield { below: '/values', hint: 'an interval has two ends' };
  const onScale = values.filter(({ kind }) => SCALED.has(kind));
  const other = onScale.find(({ scale }) => scale !== onScale[0]?.scale);
  if (other !== undefined) yield { below: `/values/${values.indexOf(other)}/scale`, hint: 'skill score and interval are on one scale' };
  for (const [name, kind] of CONTEXT_COUNTS) {
    const figure = values.find((value) => value.kind === kind);
    if (figure === undefined || context[name] === undefined || figure.value === context[name]) continue;
    yield { below: `/context/${name}`, hint: 'the figure of the result says something else' };
  }
}

function* memberFaults({ kind, unit, scale, comparedWith }: PostedValue, at: number): Generator<FigureFault> {
  const below = `/values/${at}`;
  if (kind === 'durationSeconds' && unit !== undefined && unit !== 's')
    yield { below: `${below}/unit`, hint: 'the unit of this kind is s' };
  if (kind === 'reference') {
    if (scale === undefined) yield { below: `${below}/scale`, hint: 'a reference must have it' };
    if (comparedWith === undefined) yield { below: `${below}/comparedWith`, hint: 'a reference must have it' };
    return;
  }
  if (scale !== undefined && !SCALED.has(kind)) yield { below: `${below}/scale`, hint: 'this kind has none' };
  if (comparedWith !== undefined) yield { below: `${below}/comparedWith`, hint: 'only a reference has it' };
}
