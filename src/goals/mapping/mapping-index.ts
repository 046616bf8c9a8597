import { supplied } from '../../core/supplied.js';
import type { Coverage, SupplierGoal } from '../../model/goal-link.js';
import type { ActivityRow, ActivitySelector, LinkingRow } from '../mapping.js';
import type { TaggedActivity } from '../tagged-activity.js';
import { type MappedGoal, MOST_LINKS } from '../tagger.js';
import { bothDays, type Days, withoutDays } from './days.js';
import { type HeldRow, PartyMapping } from './party-mapping.js';

/** Rows that hold now, with their table: `school` is '' for every school. */
export interface IndexedRow extends HeldRow {
  readonly party: string;
  readonly school: string;
}

/** Whether a goal as it was written, with the URI of the set that a bare code is of, is one of a loaded set. */
type IsGoal = (goal: string, goalSet?: string) => boolean;

const EMPTY = new PartyMapping();

/** The current mappings of all parties and schools, in memory. */
export class MappingIndex {
  readonly #tables = new Map<string, PartyMapping>();

  constructor(rows: Iterable<IndexedRow>) {
    for (const { party, school, ...held } of rows) {
      const key = tableKey(party, school);
      const table = this.#tables.get(key) ?? new PartyMapping();
      this.#tables.set(key, table);
      table.add(held);
    }
  }

  /** Whether anybody says anything of the activities of a party: for every school, or for this one. */
  has(school: string, party: string): boolean {
    return this.#tables.has(tableKey(party, '')) || this.#tables.has(tableKey(party, school));
  }

  /**
   * What an activity of a party is about, for a school. The rows that say it most exactly count; what says it less exactly counts on the
   * days of which they say nothing. The school's own table comes last. `isGoal`: whether what was written is a goal of a loaded set; rows
   * with other goals, and goals of the vendor that go with no public one, are given too, and leave the word to the rows after them.
   */
  linksFor(school: string, party: string, activity: TaggedActivity, isGoal: IsGoal = () => true): readonly MappedGoal[] {
    const shared = this.#table(party, '');
    const own = this.#table(party, school);
    const found: MappedGoal[] = [];
    let open: readonly Days[] = [{}];
    for (const links of stepsOf(shared, own, activity)) {
      found.push(...links.flatMap((link) => within(link, open)));
      for (const link of links) if (link.goal !== undefined && isGoal(link.goal, link.goalSet)) open = withoutDays(open, link);
      if (open.length === 0 || found.length >= MOST_LINKS) break;
    }
    const told = new Set(
      found.flatMap(({ goal, supplierGoal }) => (goal === undefined || supplierGoal === undefined ? [] : supplierGoal.id)),
    );
    return unique(found.filter(({ goal, supplierGoal }) => goal !== undefined || !told.has(supplierGoal?.id ?? ''))).slice(0, MOST_LINKS);
  }

  /** Every activity that the tables of a party name for a school, with what each is about. */
  *activitiesOf(school: string, party: string): Generator<{ readonly activity: ActivitySelector; readonly links: readonly MappedGoal[] }> {
    const shared = this.#table(party, '');
    const own = this.#table(party, school);
    for (const held of shared.activities()) yield { activity: held.row.activity, links: linksOf(held, [shared, own], 'registry') };
    for (const held of own.activities()) yield { activity: held.row.activity, links: linksOf(held, [own, shared], 'school') };
  }

  /**
   * What a goal of a vendor goes with, for a school: the vendor's word first, then the school's. Where no row is about the goal by itself,
   * rows that name it beside a public goal for an activity say it.
   */
  goalsOf(school: string, party: string, supplierGoal: string): readonly MappedGoal[] {
    const shared = this.#table(party, '');
    const own = this.#table(party, school);
    const base = { supplierGoal: named(supplierGoal, shared, own), coverage: 'full' } as const;
    const said = [
      shared.goalsOf(supplierGoal).flatMap((held) => joined(base, held, 'registry')),
      shared.goalsBeside(supplierGoal).flatMap((held) => joined(base, held, 'registry')),
      own.goalsOf(supplierGoal).flatMap((held) => joined(base, held, 'school')),
      own.goalsBeside(supplierGoal).flatMap((held) => joined(base, held, 'school')),
    ];
    return said.find((goals) => goals.length > 0)?.slice(0, MOST_LINKS) ?? [];
  }

  /** The vendor's own text of a goal of its own. */
  supplierGoal(school: string, party: string, id: string): SupplierGoal {
    return named(id, this.#table(party, ''), this.#table(party, school));
  }

  #table(party: string, school: string): PartyMapping {
    return this.#tables.get(tableKey(party, school)) ?? EMPTY;
  }
}

function* stepsOf(shared: PartyMapping, own: PartyMapping, activity: TaggedActivity): Generator<readonly MappedGoal[]> {
  let silent: readonly HeldRow<ActivityRow>[] = [];
  for (const rows of shared.steps(activity)) {
    if (rows.length === 0) continue;
    const via = rows[0]?.row.activity.version === undefined ? 'registry-any-version' : 'registry';
    yield linksOfRows(rows, [shared], via);
    silent = silent.concat(rows.filter(({ row }) => row.goal === undefined && shared.goalsOf(row.supplierGoal ?? '').length === 0));
  }
  if (own === EMPTY) return;
  for (const rows of own.steps(activity)) if (rows.length > 0) yield linksOfRows(rows, [own, shared], 'school');
  yield linksOfRows(silent, [own, shared], 'school').filter(({ goal }) => goal !== undefined);
}

function linksOfRows(
  rows: readonly HeldRow<ActivityRow>[],
  tables: readonly PartyMapping[],
  via: MappedGoal['via'],
): readonly MappedGoal[] {
  const links: MappedGoal[] = [];
  for (const held of rows) {
    links.push(...linksOf(held, tables, via));
    if (links.length >= MOST_LINKS) break;
  }
  return links.slice(0, MOST_LINKS);
}

/** What a row comes down to, with the public goals that the first of these tables gives for the vendor's own goal. */
function linksOf(
  { row, assertedBy, version }: HeldRow<ActivityRow>,
  tables: readonly PartyMapping[],
  via: MappedGoal['via'],
): MappedGoal[] {
  const { supplierGoal: id, goal, goalSet } = row;
  const base = {
    ...said(row),
    ...(id === undefined ? {} : { supplierGoal: named(id, ...tables) }),
    via,
    assertedBy,
    mappingVersion: version,
  };
  if (goal !== undefined) return [{ ...base, goal, ...supplied({ goalSet }) }];
  const goals = tables.map((table) => table.goalsOf(id ?? '')).find((list) => list.length > 0) ?? [];
  return goals.length === 0 ? [base] : goals.slice(0, MOST_LINKS).flatMap((held) => joined(base, held, via));
}

/** An activity is about a goal of the vendor, and that goes with a public one: on the days of both. */
function joined(
  base: Pick<MappedGoal, 'supplierGoal' | 'coverage' | 'validFrom' | 'validUntil'> & { readonly mappingVersion?: number },
  { row, assertedBy, version }: HeldRow<LinkingRow>,
  via: MappedGoal['via'],
): MappedGoal[] {
  const days = bothDays(base, row);
  if (days === undefined) return [];
  return [
    {
      ...supplied({ supplierGoal: base.supplierGoal, goal: row.goal, goalSet: row.goalSet }),
      coverage: joinedCoverage(base.coverage, row.coverage),
      via,
      assertedBy,
      mappingVersion: Math.max(base.mappingVersion ?? 0, version),
      ...days,
    },
  ];
}

function said({ coverage, validFrom, validUntil }: LinkingRow): Pick<MappedGoal, 'coverage' | 'validFrom' | 'validUntil'> {
  return {
    coverage,
    ...supplied({ validFrom, validUntil }),
  };
}

function named(id: string, ...tables: readonly PartyMapping[]): SupplierGoal {
  const title = tables.map((table) => table.supplierGoal(id)?.title).find((one) => one !== undefined);
  return { id, ...supplied({ title }) };
}

/** A link on those of its days that are in these stretches. */
function within(link: MappedGoal, stretches: readonly Days[]): MappedGoal[] {
  const { validFrom: _, validUntil: __, ...rest } = link;
  return stretches.flatMap((stretch) => {
    const days = bothDays(link, stretch);
    return days === undefined ? [] : [{ ...rest, ...days }];
  });
}

function unique(links: readonly MappedGoal[]): readonly MappedGoal[] {
  return [...new Map(links.map((link) => [JSON.stringify(link), link])).values()];
}

function tableKey(party: string, school: string): string {
  return JSON.stringify([party, school]);
}

/**
 * How an activity and a public goal fit, when the activity fits a goal of the vendor in the one way and that goal the public one in the
 * other. `full` changes nothing, and the same twice stays the same. Of anything else nobody said how it fits: unknown.
 */
function joinedCoverage(activity: Coverage, goal: Coverage): Coverage {
  if (activity === goal || goal === 'full') return activity;
  return activity === 'full' ? goal : 'unknown';
}
