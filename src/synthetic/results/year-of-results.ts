import { createHash } from 'node:crypto';
import { supplied } from '../../core/supplied.js';
import type { Learner } from '../../model/roster/roster.js';
import { identificationOf } from '../../model/school-id.js';
import type { LeerresultatenVerzoek, Resultaat, Toets, Toetsafname } from '../../uwlr/messages/leerresultaten.js';
import { Random } from '../messages/random.js';
import type { SchoolShape } from '../school/school-shape.js';
import type { SyntheticAdministration } from '../school/synthetic-school.js';
import { type PlannedTest, type TestKind, testPlan } from './test-plan.js';

export interface YearOfResultsOptions {
  readonly school: SyntheticAdministration;
  readonly shape: SchoolShape;
  /** Another seed gives other scores. */
  readonly seed?: string | number;
  readonly kinds?: readonly TestKind[];
  /** Results up to this day (`2026-11-30`): the whole year unless given. */
  readonly until?: string;
}

/** One message: what came since the one before. */
export interface ResultsOfMonth {
  /** `2026-09` */
  readonly month: string;
  readonly message: LeerresultatenVerzoek;
}

/**
 * A school year of results of an invented school. A pupil who is good at one thing tends to be good at another, all learn over the year,
 * and some miss a test. The same options give the same results, and what came before `until` does not depend on it.
 */
export class YearOfResults {
  readonly #plan: readonly PlannedTest[];
  readonly #seed: string;
  readonly #teachers: ReadonlyMap<string, string>;

  constructor(private readonly options: YearOfResultsOptions) {
    const { school, shape, seed = 1, kinds, until = '9999' } = options;
    const { schoolYear } = school.roster.origin;
    this.#plan = testPlan(shape, schoolYear, kinds).filter(({ day }) => day <= until);
    this.#seed = `${school.id} ${seed}`;
    const taught = school.roster.teachers.flatMap(({ key, groups }) => groups.map(({ group }) => [group, key ?? ''] as const));
    this.#teachers = new Map(taught.reverse());
  }

  /** All in one message, of 2.2; undefined when no test was taken yet. */
  whole(): LeerresultatenVerzoek | undefined {
    return this.#message(this.#plan);
  }

  /** A message per month in which tests were taken, each later than the one before. */
  *months(): Generator<ResultsOfMonth> {
    for (const month of new Set(this.#plan.map(({ day }) => day.slice(0, 7)))) {
      const message = this.#message(this.#plan.filter(({ day }) => day.startsWith(month)));
      if (message !== undefined) yield { month, message };
    }
  }

  #message(plan: readonly PlannedTest[]): LeerresultatenVerzoek | undefined {
    const { school } = this.options;
    const tests = new Map<string, Toets>();
    const toetsafname = school.roster.learners.flatMap((learner) => this.#taken(learner, plan, tests));
    const last = plan.at(-1)?.day;
    if (toetsafname.length === 0 || last === undefined) return undefined;
    return {
      school: {
        schooljaar: school.roster.origin.schoolYear,
        ...(identificationOf(school.id) as { brincode: string }),
        aanmaakdatum: `${last}T20:00:00+0${isSummer(last) ? 2 : 1}:00`,
        xsdversie: '2.2',
      },
      toetsafnames: { toetsafname },
      toetsen: { toets: [...tests.values()] },
    };
  }

  #taken(learner: Learner, plan: readonly PlannedTest[], tests: Map<string, Toets>): Toetsafname[] {
    const { key, eckId, yearGroup, group = '' } = learner;
    const results: Resultaat[] = [];
    const skills = new Map<string, number>();
    for (const test of plan) {
      if (test.yearGroup !== yearGroup) continue;
      const { toets, day, missed, subject } = test;
      const code = toets.toetscode.value;
      const random = Random.of(`${this.#seed} ${key} ${code}`);
      if (random.chance(missed)) continue;
      tests.set(code, toets);
      const skill = skills.get(subject.code) ?? this.#skill(key, subject.code);
      skills.set(subject.code, skill);
      const taking = plainKey(`${this.#seed} ${key} ${code}`);
      for (const [at, outcome] of test.outcomes(within(skill + 0.1 * (test.moment - 0.5)), random).entries())
        results.push({ key: `${taking}-${at}`, afnamedatum: day, toetscode: code, ...outcome } as Resultaat);
    }
    if (results.length === 0) return [];
    const staff = this.#teachers.get(group);
    return [
      {
        leerlingid: key as string,
        ...supplied({ eckid: eckId, resultaatverwerkerid: staff }),
        resultaten: { resultaat: results },
      },
    ];
  }

  /** What the pupil can do in general, and in the subject, in the middle of the year. */
  #skill(key: string | undefined, subject: string): number {
    const spread = (what: string) => {
      const random = Random.of(`${this.#seed} ${key} ${what}`);
      return (random.below(1000) + random.below(1000) + random.below(1000)) / 1500 - 1;
    };
    return 0.58 + 0.4 * spread('talent') + 0.15 * spread(subject);
  }
}

function within(skill: number): number {
  return Math.min(0.97, Math.max(0.05, skill));
}

/** Letters only: nine digits in a row would look like a national number. It tells nothing of the pupil. */
function plainKey(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 20);
  return `afname-${hex.replace(/[0-9]/g, (digit) => 'ghijklmnop'[Number(digit)] as string)}`;
}

/** Roughly, which is enough for the offset of an evening. */
function isSummer(day: string): boolean {
  return day.slice(5) > '03-31' && day.slice(5) < '10-25';
}
