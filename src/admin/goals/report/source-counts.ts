import { supplied } from '../../../core/supplied.js';
import type { GoalLink } from '../../../model/goal-link.js';
import type { StoredResult } from '../../../store/store.js';

/** How a result is linked to the goal, as whoever asserts it says. */
export type ReportLink = Pick<GoalLink, 'supplierGoal' | 'coverage' | 'assertedBy' | 'via' | 'mappingVersion' | 'original'>;

export interface ReportedResult {
  readonly date: string;
  readonly activity: Pick<StoredResult['activity'], 'code' | 'name' | 'part' | 'originType'>;
  readonly values: StoredResult['values'];
  readonly norm?: NonNullable<StoredResult['norm']>;
  readonly context: StoredResult['context'];
  readonly links: readonly ReportLink[];
}

/** Of the results of one source. A number that no result has is absent, never 0. */
export interface ReportCounts {
  readonly results: number;
  readonly items?: number;
  readonly seconds?: number;
  /** Days of the first and the last of them. */
  readonly from: string;
  readonly until: string;
  readonly says: string;
}

/** Of counts, so that nobody takes them for more than they are. */
export const COUNTED = 'of results that touch this goal; may also be of other goals';

/** Gathers the results of one source. */
export class SourceCounts {
  readonly #results: ReportedResult[] = [];
  #items: number | undefined;
  #seconds: number | undefined;
  sourceProfile: StoredResult['sourceProfile'];

  constructor(
    readonly party: string,
    readonly product: string | undefined,
  ) {}

  add(result: StoredResult, links: readonly GoalLink[]): void {
    const { date, activity, values, norm, context, sourceProfile } = result;
    const { code, name, part, originType } = activity;
    this.sourceProfile = sourceProfile;
    this.#items = added(this.#items, context.itemCount);
    this.#seconds = added(this.#seconds, context.durationSeconds);
    this.#results.push({
      date,
      activity: { code, ...supplied({ name, part }), originType },
      values,
      ...supplied({ norm }),
      context,
      links: links.map(reportLink),
    });
  }

  get results(): readonly ReportedResult[] {
    return this.#results.toSorted((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));
  }

  get counts(): ReportCounts {
    const days = this.#results.map(({ date }) => date.slice(0, 10)).sort();
    return {
      results: this.#results.length,
      ...supplied({ items: this.#items, seconds: this.#seconds }),
      from: days[0] as string,
      until: days.at(-1) as string,
      says: COUNTED,
    };
  }
}

function added(sum: number | undefined, text: string | undefined): number | undefined {
  const number = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(number) ? (sum ?? 0) + number : sum;
}

function reportLink({ supplierGoal, coverage, assertedBy, via, mappingVersion, original }: GoalLink): ReportLink {
  return {
    ...supplied({ supplierGoal }),
    coverage,
    assertedBy,
    via,
    ...supplied({ mappingVersion }),
    original,
  };
}
