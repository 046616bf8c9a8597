import { taggedActivity } from '../../goals/tagged-activity.js';
import type { ActivityRow, Tagger } from '../../goals/tagger.js';
import type { Activity, Result, ResultSource } from '../../model/result.js';

/** The activities of the results of one message, each worked out once: results share them by identity. */
export class ActivityTags {
  private readonly rows = new Map<Activity, Map<ResultSource, ActivityRow>>();

  constructor(
    private readonly tagger: Tagger,
    private readonly school: string,
    private readonly party: string,
  ) {}

  of(result: Pick<Result, 'source' | 'activity'>): ActivityRow {
    const { activity, source } = result;
    const known = this.rows.get(activity)?.get(source);
    if (known !== undefined) return known;
    const row = this.tagger.rowOf(this.school, this.party, taggedActivity(result));
    const rows = this.rows.get(activity) ?? new Map<ResultSource, ActivityRow>();
    this.rows.set(activity, rows.set(source, row));
    return row;
  }
}
