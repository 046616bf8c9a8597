import type { Findings } from '../../../uwlr/findings.js';
import { compareDecimals } from '../../../uwlr/grammar/numbers.js';
import { OSO_REFERENTIESCORES, OSO_VERGELIJKINGSGROEPEN } from '../../../uwlr/vocabularies.js';
import type { ResultContext, Value, ValueKind } from '../../result.js';
import type { IncomingResult } from '../incoming-message.js';
import type { IncomingPlaces, ResultCursor } from '../incoming-places.js';

interface Given {
  readonly count: number;
  /** Where it stands in the result. */
  readonly below: string;
}

/** Whether the figures of a result, and what it says of the circumstances, can be true beside each other, and are of known kinds. */
export function checkFigures(result: IncomingResult, places: IncomingPlaces, cursor: ResultCursor, findings: Findings): void {
  const { values, context } = result;
  let [items, correct, incorrect]: (Given | undefined)[] = [];
  let low: Value | undefined;
  let high: Value | undefined;
  let firstReference = values.length;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as Value;
    const { kind } = value;
    if (kind === 'reference') firstReference = Math.min(firstReference, at);
    else if (kind === 'intervalLow') low = value;
    else if (kind === 'intervalHigh') high = value;
    else if (COUNTS.has(kind)) {
      const given = { count: Number(value.value), below: `/values/${at}/value` };
      if (given.count < 0) findings.add('UWLR-LR-010', places.result(cursor, given.below));
      if (kind === 'numberItems') items = given;
      else if (kind === 'numberCorrect') correct = given;
      else if (kind === 'numberIncorrect') incorrect = given;
    }
  }
  // Where a result has no figure of the kind, the circumstances may have it.
  items ??= givenIn(context, 'itemCount');
  correct ??= givenIn(context, 'correct');
  incorrect ??= givenIn(context, 'incorrect');
  const contradiction = tooMany(items, correct, incorrect);
  if (contradiction !== undefined) findings.add('UWLR-LR-010', places.result(cursor, contradiction));
  if (low !== undefined && high !== undefined && compareDecimals(high.value, low.value) < 0) {
    findings.add('UWLR-LR-011', places.result(cursor, `/values/${values.indexOf(low)}`));
  }
  for (let at = firstReference; at < values.length; at++) checkReference(values[at] as Value, at, places, cursor, findings);
}

const COUNTS: ReadonlySet<ValueKind> = new Set(['numberItems', 'numberCorrect', 'numberIncorrect', 'numberRead']);

function givenIn(context: ResultContext, member: 'itemCount' | 'correct' | 'incorrect'): Given | undefined {
  const said = context[member];
  return said === undefined ? undefined : { count: Number(said), below: `/context/${member}` };
}

function checkReference(
  { kind, scale, comparedWith }: Value,
  at: number,
  places: IncomingPlaces,
  cursor: ResultCursor,
  findings: Findings,
): void {
  if (kind !== 'reference') return;
  if (scale !== undefined && !OSO_REFERENTIESCORES.has(scale)) findings.add('UWLR-LR-012', places.result(cursor, `/values/${at}/scale`));
  if (comparedWith !== undefined && !OSO_VERGELIJKINGSGROEPEN.has(comparedWith)) {
    findings.add('UWLR-LR-013', places.result(cursor, `/values/${at}/comparedWith`));
  }
}

/** The place of the count that cannot be true beside the others. Figures that are not given are not guessed. */
function tooMany(items: Given | undefined, correct: Given | undefined, incorrect: Given | undefined): string | undefined {
  if (items === undefined) return undefined;
  const [right, wrong] = [correct?.count ?? 0, incorrect?.count ?? 0];
  if (items.count < 0 || right < 0 || wrong < 0 || right + wrong <= items.count) return undefined;
  return (right > items.count ? correct : wrong > items.count ? incorrect : items)?.below;
}
