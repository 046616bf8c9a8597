import type { Findings } from '../../../uwlr/findings.js';
import { compareDecimals } from '../../../uwlr/grammar/numbers.js';
import { OSO_REFERENTIESCORES, OSO_VERGELIJKINGSGROEPEN } from '../../../uwlr/vocabularies.js';
import type { Value, ValueKind } from '../../result.js';
import type { IncomingResult } from '../incoming-message.js';
import type { IncomingPlaces, ResultCursor } from '../incoming-places.js';

/** The counts, each with its name in the context: where a result has no figure of the kind, the context may have it. */
const COUNTS = [
  ['numberItems', 'itemCount'],
  ['numberCorrect', 'correct'],
  ['numberIncorrect', 'incorrect'],
  ['numberRead', undefined],
] as const satisfies readonly (readonly [ValueKind, keyof IncomingResult['context'] | undefined])[];

type Count = (typeof COUNTS)[number][0];

interface Given {
  readonly count: number;
  /** Where it stands in the result. */
  readonly below: string;
}

/** Whether the figures of a result, and what it says of the circumstances, can be true beside each other, and are of known kinds. */
export function checkFigures(result: IncomingResult, places: IncomingPlaces, cursor: ResultCursor, findings: Findings): void {
  const { values } = result;
  checkCounts(countsOf(result), places, cursor, findings);
  const low = values.findIndex(({ kind }) => kind === 'intervalLow');
  const high = values.find(({ kind }) => kind === 'intervalHigh');
  if (low >= 0 && high !== undefined && compareDecimals(high.value, (values[low] as Value).value) < 0) {
    findings.add('UWLR-LR-011', places.result(cursor, `/values/${low}`));
  }
  for (const [at, { kind, scale, comparedWith }] of values.entries()) {
    if (kind !== 'reference') continue;
    if (scale !== undefined && !OSO_REFERENTIESCORES.has(scale)) {
      findings.add('UWLR-LR-012', places.result(cursor, `/values/${at}/scale`));
    }
    if (comparedWith !== undefined && !OSO_VERGELIJKINGSGROEPEN.has(comparedWith)) {
      findings.add('UWLR-LR-013', places.result(cursor, `/values/${at}/comparedWith`));
    }
  }
}

function countsOf({ values, context }: IncomingResult): ReadonlyMap<Count, Given> {
  const counts = new Map<Count, Given>();
  for (const [kind, member] of COUNTS) {
    const at = values.findIndex((value) => value.kind === kind);
    if (at >= 0) counts.set(kind, { count: Number((values[at] as Value).value), below: `/values/${at}/value` });
    else if (member !== undefined && context[member] !== undefined) {
      counts.set(kind, { count: Number(context[member]), below: `/context/${member}` });
    }
  }
  return counts;
}

function checkCounts(counts: ReadonlyMap<Count, Given>, places: IncomingPlaces, cursor: ResultCursor, findings: Findings): void {
  for (const { count, below } of counts.values()) if (count < 0) findings.add('UWLR-LR-010', places.result(cursor, below));
  const contradiction = tooMany(counts);
  if (contradiction !== undefined) findings.add('UWLR-LR-010', places.result(cursor, contradiction));
}

/** The count that cannot be true beside the others. Figures that are not given are not guessed. */
function tooMany(counts: ReadonlyMap<Count, Given>): string | undefined {
  const [items, correct, incorrect] = (['numberItems', 'numberCorrect', 'numberIncorrect'] as const).map((kind) => counts.get(kind));
  if (items === undefined) return undefined;
  const [right, wrong] = [correct?.count ?? 0, incorrect?.count ?? 0];
  if (items.count < 0 || right < 0 || wrong < 0 || right + wrong <= items.count) return undefined;
  return (right > items.count ? correct : wrong > items.count ? incorrect : items)?.below;
}
