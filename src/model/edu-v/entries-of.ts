import type { Loss, Result, Value, ValueKind } from '../result.js';
import { EDU_V_RESULT_TYPES, type EduVResult, type EduVResultType, type EduVScore, type EduVScoreType } from './edu-v-message.js';

/** Only what a kind says by itself: that a score would be a percentage, or a maximum, is never concluded from its value. */
const SCORE_TYPES: Readonly<Partial<Record<ValueKind, EduVScoreType>>> = {
  score: 'ScorePoints',
  numberItems: 'NumberItems',
  numberCorrect: 'NumberCorrect',
  numberIncorrect: 'NumberIncorrect',
  durationSeconds: 'DurationInSeconds',
  skillScore: 'SkillScore',
};

/** Whom Edu-V compares with, as it cannot say whom: the whole country (OSO code list 22). */
const EVERYBODY = 'Landelijk';

export const NO_PLACE = 'no-place-in-edu-v';

/** Which figures of the context are beside the values already. */
const SAID_AS = {
  itemCount: 'numberItems',
  correct: 'numberCorrect',
  incorrect: 'numberIncorrect',
  durationSeconds: 'durationSeconds',
} as const;

export interface Entries {
  readonly scores: readonly EduVScore[];
  readonly results: readonly EduVResult[];
}

/**
 * The figures of a result as Edu-V has them, each as it was sent, and none that the source did not send. `scale`: id of the norms that go
 * with the score. What has no place is in `losses`.
 */
export function entriesOf({ values, activity, context }: Result, scale: string | undefined, losses: Loss[]): Entries {
  const of = { assessmentId: activity.code, ...(activity.part === undefined ? {} : { assessmentPartId: activity.part.code }) };
  const scores: EduVScore[] = [];
  const results: EduVResult[] = [];
  for (const value of values) {
    const scoreType = SCORE_TYPES[value.kind];
    const resultType = resultTypeOf(value, losses);
    if (scoreType !== undefined) {
      const scales = value.kind === 'score' && scale !== undefined ? { scoreScaleIds: [scale] } : {};
      scores.push({ scoreValue: value.value, scoreType, ...of, ...scales });
      loseBesides(value, losses);
    } else if (resultType !== undefined) {
      results.push({ resultValue: value.value, resultType, ...of });
      loseBesides({ ...value, scale: undefined }, losses);
    } else if (value.kind !== 'reference') losses.push({ path: `values/${value.kind}`, reason: NO_PLACE });
  }
  for (const [name, kind] of Object.entries(SAID_AS)) {
    const figure = context[name as keyof typeof SAID_AS];
    if (figure !== undefined && !values.some((value) => value.kind === kind && value.value === figure)) {
      losses.push({ path: `context/${name}`, reason: NO_PLACE });
    }
  }
  return { scores, results };
}

/** A reference score for another group than everybody would pass for one that compares with everybody. */
function resultTypeOf({ kind, scale, comparedWith }: Value, losses: Loss[]): EduVResultType | undefined {
  if (kind !== 'reference') return undefined;
  const type = EDU_V_RESULT_TYPES.find((one) => one === scale);
  if (type === undefined) losses.push({ path: 'values/reference', reason: 'kind-not-known-in-edu-v' });
  else if (comparedWith !== EVERYBODY) losses.push({ path: 'values/reference', reason: 'compared-with-a-group' });
  else return type;
  return undefined;
}

/** What a figure says beside itself. That a time is in seconds is what its type says. */
function loseBesides({ kind, unit, scale, meaning }: { readonly [K in keyof Value]: Value[K] | undefined }, losses: Loss[]): void {
  if (unit !== undefined && !(kind === 'durationSeconds' && unit === 's')) losses.push({ path: 'values/unit', reason: NO_PLACE });
  if (scale !== undefined) losses.push({ path: 'values/scale', reason: NO_PLACE });
  if (meaning !== undefined) losses.push({ path: 'values/meaning', reason: NO_PLACE });
}
