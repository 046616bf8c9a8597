import type { Database } from 'better-sqlite3';
import type { TaggedActivity } from '../../../goals/tagged-activity.js';
import type { Coverage } from '../../../model/goal-link.js';
import type { NamedActivity, Touched, TouchedActivity, TouchedDay, TouchedLink, TouchedQuery } from '../../goals/goal-view-store.js';
import { pieces, placeholders } from '../../sql/placeholders.js';
import { dayNumber, dayText } from '../../tables/results/day-number.js';
import { StatementCache } from '../connection/statement-cache.js';
import { NewestOfActivity } from './newest-of-activity.js';

type DayRow = readonly [learner: number, day: number, activity: number | null, results: number];

interface ActivityRow {
  readonly seq: number;
  readonly party: string;
  readonly document: string;
}

type LinkOfRow = readonly [
  activity: number,
  goal: string | null,
  supplierGoal: string | null,
  supplierTitle: string | null,
  coverage: Coverage,
  assertedBy: string,
  validFrom: string | null,
  validUntil: string | null,
];

const LINKS = `
  SELECT activity, goal, supplier_goal, supplier_title, coverage, asserted_by, valid_from, valid_until FROM goal_links
  WHERE ended_at IS NULL`;

/** Activities whose documents are at hand: they never change. */
const MOST_ACTIVITIES = 20_000;

/** Reads which results touch which goals, out of indexes as far as results go. Synchronous. */
export class GoalViewReader {
  private readonly statements: StatementCache;
  private readonly newest: NewestOfActivity;
  private readonly known = new Map<number, Omit<TouchedActivity, 'links'>>();

  constructor(db: Database) {
    this.statements = new StatementCache(db);
    this.newest = new NewestOfActivity(this.statements);
  }

  touched(query: TouchedQuery): Touched {
    const learners = this.learners(query);
    const days: TouchedDay[] = [];
    for (const some of pieces([...learners.keys()])) {
      const rows = this.statements
        .prepare<DayRow>(`
          SELECT r.learner, r.day, h.activity, count(*) FROM results r JOIN result_shared h ON h.seq = r.shared
          WHERE r.learner IN (${placeholders(some)}) AND r.current = 1 AND r.day >= ? AND r.day <= ? GROUP BY r.learner, r.day, h.activity`)
        .raw()
        .all(...some, dayNumber(query.from), dayNumber(query.until)) as DayRow[];
      for (const [learner, day, activity, results] of rows) {
        days.push({ learner: learners.get(learner) as string, ...(activity === null ? {} : { activity }), day: dayText(day), results });
      }
    }
    return { days, activities: this.activities(days.flatMap(({ activity }) => activity ?? [])) };
  }

  placesOfActivities(query: TouchedQuery, activities: readonly number[]): readonly number[] {
    const wanted = new Set(activities);
    const found: [day: number, seq: number][] = [];
    for (const some of pieces([...this.learners(query).keys()])) {
      const rows = this.statements
        .prepare<[number, number, number | null]>(`
          SELECT r.day, r.seq, h.activity FROM results r JOIN result_shared h ON h.seq = r.shared
          WHERE r.learner IN (${placeholders(some)}) AND r.current = 1 AND r.day >= ? AND r.day <= ?`)
        .raw()
        .all(...some, dayNumber(query.from), dayNumber(query.until)) as [number, number, number | null][];
      for (const [day, seq, activity] of rows) if (activity !== null && wanted.has(activity)) found.push([day, seq]);
    }
    return found.sort(([day, seq], [other, place]) => day - other || seq - place).map(([, seq]) => seq);
  }

  activitiesOfGoals(school: string, goals: readonly string[]): ReadonlyMap<number, NamedActivity> {
    const found = pieces(goals).flatMap((some) =>
      this.statements
        .prepare<{ activity: number }>(
          `SELECT DISTINCT activity FROM goal_links WHERE school = ? AND goal IN (${placeholders(some)}) AND ended_at IS NULL`,
        )
        .all(school, ...some)
        .map(({ activity }) => activity),
    );
    return new Map([...this.activities(found)].map(([seq, activity]) => [seq, { ...activity, ...this.names(seq) }]));
  }

  /** A vendor may rename an activity: the name is that of its newest result. */
  private names(activity: number): Pick<NamedActivity, 'name' | 'partName'> {
    const { name, part } = this.newest.activity(activity) ?? {};
    return { ...(name === undefined ? {} : { name }), ...(part?.name === undefined ? {} : { partName: part.name }) };
  }

  /** Every learner row of these learners of the roster, with the id of that learner. */
  private learners({ school, learners }: TouchedQuery): ReadonlyMap<number, string> {
    return new Map(
      pieces(learners).flatMap((some) =>
        this.statements
          .prepare<{ seq: number; roster_learner: string }>(
            `SELECT seq, roster_learner FROM learners WHERE school = ? AND roster_learner IN (${placeholders(some)})`,
          )
          .all(school, ...some)
          .map(({ seq, roster_learner }) => [seq, roster_learner] as const),
      ),
    );
  }

  private activities(given: readonly number[]): ReadonlyMap<number, TouchedActivity> {
    const seqs = [...new Set(given)];
    this.learn(seqs.filter((seq) => !this.known.has(seq)));
    const found = new Map<number, { party: string; activity: TaggedActivity; links: TouchedLink[] }>();
    for (const seq of seqs) {
      const known = this.known.get(seq);
      if (known !== undefined) found.set(seq, { ...known, links: [] });
    }
    for (const some of pieces(seqs)) {
      // Rows as lists: there are thousands of them.
      const rows = this.statements
        .prepare<LinkOfRow>(`${LINKS} AND activity IN (${placeholders(some)}) ORDER BY seq`)
        .raw()
        .all(...some);
      for (const row of rows as LinkOfRow[]) found.get(row[0])?.links.push(touchedLink(row));
    }
    return found;
  }

  private learn(seqs: readonly number[]): void {
    if (this.known.size + seqs.length > MOST_ACTIVITIES) this.known.clear();
    for (const some of pieces(seqs)) {
      const rows = this.statements
        .prepare<ActivityRow>(`SELECT seq, party, document FROM activities WHERE seq IN (${placeholders(some)})`)
        .all(...some);
      for (const { seq, party, document } of rows) this.known.set(seq, { party, activity: JSON.parse(document) as TaggedActivity });
    }
  }
}

function touchedLink([, goal, id, title, coverage, assertedBy, validFrom, validUntil]: LinkOfRow): TouchedLink {
  return {
    ...(goal === null ? undefined : { goal }),
    ...(id === null ? undefined : { supplierGoal: title === null ? { id } : { id, title } }),
    coverage,
    assertedBy,
    ...(validFrom === null ? undefined : { validFrom }),
    ...(validUntil === null ? undefined : { validUntil }),
  };
}
