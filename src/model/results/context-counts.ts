import type { ResultContext, Value, ValueKind } from '../result.js';

/** Circumstances that may be figures of a result too, with the kind of figure. */
export const CONTEXT_COUNTS = [
  ['itemCount', 'numberItems'],
  ['correct', 'numberCorrect'],
  ['incorrect', 'numberIncorrect'],
  ['durationSeconds', 'durationSeconds'],
] as const satisfies readonly (readonly [keyof ResultContext, ValueKind])[];

/** Circumstances that a result says beside its figures: those that have no figure. */
export function besideFigures(context: ResultContext, values: readonly Value[]): readonly (keyof ResultContext)[] {
  const counts = CONTEXT_COUNTS.filter(([name, kind]) => context[name] !== undefined && !values.some((value) => value.kind === kind));
  return [
    ...counts.map(([name]) => name),
    ...(context.instructionSeconds === undefined ? [] : (['instructionSeconds'] as const)),
    ...(context.extra.length === 0 ? [] : (['extra'] as const)),
  ];
}
