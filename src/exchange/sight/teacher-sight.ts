import { dutchDay } from '../../model/dutch-day.js';
import type { TeacherTie } from '../../store/roster-store.js';
import type { Day, RosterSight, Sight } from './sight.js';

/** Days from `from` on, before `until`. */
interface Stretch {
  readonly from: Day;
  readonly until: Day;
}

const NOBODY: RosterSight = { learner: new Set(), group: new Set(), teacher: new Set() };

/**
 * What a teacher sees: the own groups on the days on which the teacher was in them, and of a learner the days on which both were in one
 * group. The memberships that came with the first roster of a school year hold from 1 August on, as nobody told the gateway of the days
 * before; and none lasts longer than its school year.
 */
export class TeacherSight implements Sight {
  readonly #groups = new Map<string, Stretch[]>();
  readonly #learners = new Map<string, Stretch[]>();
  readonly #rosters = new Map<string, { learner: Set<string>; group: Set<string>; teacher: Set<string> }>();
  /** By school year and group: when the teacher was there, as instants. */
  readonly #own = new Map<string, { readonly since: string; readonly until: string | undefined }[]>();

  constructor(teacher: string, ties: readonly TeacherTie[]) {
    const own = ties.filter(({ memberKind, member }) => memberKind === 'teacher' && member === teacher);
    for (const tie of own) {
      add(this.#groups, tie.group, daysOf(tie));
      add(this.#own, keyOf(tie), { since: tie.since, until: tie.until });
      if (tie.until === undefined) this.#rosterFor(tie.schoolYear).group.add(tie.group);
    }
    const days = new Map<string, Stretch[]>();
    for (const tie of own) add(days, keyOf(tie), daysOf(tie));
    for (const tie of ties) {
      if (tie.memberKind === 'learner') {
        for (const mine of days.get(keyOf(tie)) ?? []) {
          const both = overlap(mine, daysOf(tie));
          if (both !== undefined) add(this.#learners, tie.member, both);
        }
      }
      const roster = this.#rosters.get(tie.schoolYear);
      if (tie.until === undefined && roster?.group.has(tie.group)) roster[tie.memberKind].add(tie.member);
    }
  }

  get everyLearner(): ReadonlySet<string> {
    return new Set(this.#learners.keys());
  }

  seesLearner(learner: string, day: Day): boolean {
    return isWithin(this.#learners.get(learner), day);
  }

  seesGroup(group: string, day: Day): boolean {
    return isWithin(this.#groups.get(group), day);
  }

  rosterOf(schoolYear: string): RosterSight {
    return this.#rosters.get(schoolYear) ?? NOBODY;
  }

  seesMembership(schoolYear: string, { group, since, until }: { readonly group: string; readonly since: string; readonly until?: string }) {
    const own = this.#own.get(keyOf({ schoolYear, group })) ?? [];
    return own.some((mine) => (mine.until === undefined || since < mine.until) && (until === undefined || mine.since < until));
  }

  #rosterFor(schoolYear: string): { learner: Set<string>; group: Set<string>; teacher: Set<string> } {
    const known = this.#rosters.get(schoolYear) ?? { learner: new Set(), group: new Set(), teacher: new Set() };
    this.#rosters.set(schoolYear, known);
    return known;
  }
}

function keyOf({ schoolYear, group }: Pick<TeacherTie, 'schoolYear' | 'group'>): string {
  return `${schoolYear} ${group}`;
}

function daysOf({ schoolYear, rosterSince, since, until }: TeacherTie): Stretch {
  const [first = '', last = ''] = schoolYear.split('-').map((year) => `${year}-08-01`);
  const from = since <= rosterSince ? first : dutchDay(since);
  const end = until === undefined ? last : dutchDay(until);
  return { from: later(first, from), until: earlier(end, last) };
}

function overlap(one: Stretch, other: Stretch): Stretch | undefined {
  const from = later(one.from, other.from);
  const until = earlier(one.until, other.until);
  return from < until ? { from, until } : undefined;
}

function earlier(...days: readonly [Day, Day]): Day {
  return [...days].sort()[0] as Day;
}

function later(...days: readonly [Day, Day]): Day {
  return [...days].sort()[1] as Day;
}

function isWithin(stretches: readonly Stretch[] | undefined, day: Day): boolean {
  return stretches?.some(({ from, until }) => from <= day && day < until) ?? false;
}

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
