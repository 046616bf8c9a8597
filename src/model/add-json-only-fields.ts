import type { Resultaat } from '../uwlr/messages/leerresultaten.js';
import type { JsonOnlyFields } from './posted-results.js';
import type { Activity, OriginType, Result } from './result.js';

/** Gives results back what UWLR has no place for. Results that shared an activity still do. */
export class JsonOnlyFieldsAdder {
  readonly #activities = new Map<Activity, Map<OriginType, Activity>>();

  constructor(private readonly jsonOnlyFields: JsonOnlyFields) {}

  add(result: Result, resultaat: Resultaat): Result {
    const found = this.jsonOnlyFields.get(resultaat);
    if (found === undefined) return result;
    const { withdrawn, originType } = found;
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
