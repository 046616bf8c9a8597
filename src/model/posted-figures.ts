import type { PostedValue } from './posted-results.js';
import type { ValueKind } from './result.js';

/** On a scale, which is one for all of them. */
const SCALED: ReadonlySet<ValueKind> = new Set(['skillScore', 'intervalLow', 'intervalHigh']);

/** Something that is wrong with the figures of a result: which of them, and which member; with no number it is all of them. */
export interface FigureFault {
  readonly at?: number;
  readonly member?: 'kind' | 'scale' | 'comparedWith' | 'meaning';
  readonly hint: string;
}

/** What UWLR could not say of these figures together, and what says nothing beside the others. */
export function* figureFaults(values: readonly PostedValue[]): Generator<FigureFault> {
  const kinds = values.map(({ kind }) => kind);
  const isScore = kinds[0] === 'score';
  for (const [at, value] of values.entries()) {
    const { kind } = value;
    if ((kind === 'score') !== isScore) yield { at, member: 'kind', hint: 'a score stands alone' };
    else if (kind !== 'reference' && kinds.indexOf(kind) < at) yield { at, member: 'kind', hint: 'the kind is there already' };
    yield* memberFaults(value, at);
  }
  if (kinds.includes('intervalLow') !== kinds.includes('intervalHigh')) yield { hint: 'an interval has two ends' };
  const onScale = values.filter(({ kind }) => SCALED.has(kind));
  const other = onScale.find(({ scale }) => scale !== onScale[0]?.scale);
  if (other !== undefined) yield { at: values.indexOf(other), member: 'scale', hint: 'skill score and interval are on one scale' };
}

function* memberFaults({ kind, scale, comparedWith, meaning }: PostedValue, at: number): Generator<FigureFault> {
  if (kind === 'reference') {
    if (scale === undefined) yield { at, member: 'scale', hint: 'a reference must have it' };
    if (comparedWith === undefined) yield { at, member: 'comparedWith', hint: 'a reference must have it' };
    return;
  }
  if (scale !== undefined && !SCALED.has(kind)) yield { at, member: 'scale', hint: 'this kind has none' };
  if (comparedWith !== undefined) yield { at, member: 'comparedWith', hint: 'only a reference has it' };
  if (meaning !== undefined) yield { at, member: 'meaning', hint: 'only a reference has it' };
}
