import type { Resultaat } from '../uwlr/messages/leerresultaten.js';
import type { Besides } from './posted-results.js';
import type { Activity, OriginType, Result } from './result.js';

/** Gives results back what UWLR has no place for. Results that shared an activity still do. */
export class BesidesAdder {
  readonly #activities = new Map<Activity, Map<OriginType, Activity>>();

  constructor(private readonly besides: Besides) {}

  add(result: Result, resultaat: Resultaat): Result {
    const beside = this.besides.get(resultaat);
    if (beside === undefined) return result;
    const { withdrawn, originType } = beside;
    const activity = originType === undefined ? result.activity : this.#of(result.activity, originType);
    if (!withdrawn) return { ...result, activity };
    // What is taken back was perhaps never right: nothing of what it said is said again.
    const { norm: _, detailUrl: __, ...rest } = result;
    return { ...rest, activity, values: [], context: { extra: [] }, status: 'withdrawn', losses: [] };
  }

  #of(activity: Activity, originType: OriginType): Activity {
    const known = this.#activities.get(activity) ?? new Map<OriginType, Activity>();
    this.#activities.set(activity, known);
    const made = known.get(originType) ?? { ...activity, originType };
    known.set(originType, made);
    return made;
  }
}
