import { supplied } from '../../core/supplied.js';
import type { TermKind } from '../../goals/mapping/formats/format.js';
import { mappingOfText } from '../../goals/mapping/formats/formats.js';
import { planChange } from '../../goals/mapping/plan-change.js';
import type { FoundRow, ReadMapping } from '../../goals/mapping/read-mapping.js';
import { type GoalRemark, looseEnds, remarksOn } from '../../goals/mapping/review-goals.js';
import type { MappingRow } from '../../goals/mapping.js';
import type { GivenGoals } from './given-goals.js';

/** What came of one requirement: in how many places it was looked at, and those where it was broken. */
export interface CheckedPlaces {
  readonly looked: number;
  /** What was looked at, in the plural: `rows`. */
  readonly what: string;
  readonly broken: readonly { readonly place: string; readonly message: string }[];
}

export type CheckedMapping = ReadonlyMap<string, CheckedPlaces>;

interface LinkPlace {
  readonly row: Exclude<MappingRow, { readonly kind: 'supplierGoal' }>;
  readonly place: string;
}

/** Reads a mapping in any of its formats, and holds it to all that the file shows with these goal sets. Never throws on what is in it. */
export function checkMapping(text: string, goals: GivenGoals, terms?: TermKind): CheckedMapping {
  const read = mappingOfText(text, {
    ...supplied({ terms }),
    isGoal: (written, set) => goals.index.resolve(written, supplied({ set })) !== undefined,
  });
  const links = read.rows.flatMap(({ row, place, remove }): LinkPlace[] => (row.kind === 'supplierGoal' || remove ? [] : [{ row, place }]));
  const lost = read.problems.length > 0;
  return new Map([
    ['MAPPING-01', readable(read)],
    // The plan is of whole files: rows that cannot be read are no part of it.
    ...(lost ? [] : [['MAPPING-02', contradictions(read)] as const]),
    ...(goals.count === 0 ? [] : ofGoals(links, goals)),
    ['MAPPING-04', withSet(links)],
    ['MAPPING-07', withCoverage(links)],
    ...ofSupplierGoals(read.rows, links),
    ['MAPPING-11', nothingLeftOut(read)],
  ]);
}

function readable({ rows, problems }: ReadMapping): CheckedPlaces {
  const broken = problems.map(({ place, problem }) => ({ place, message: problem }));
  return { looked: rows.length + problems.length, what: 'rows', broken };
}

function contradictions({ rows }: ReadMapping): CheckedPlaces {
  const { problems } = planChange([], rows, false);
  return { looked: rows.length, what: 'rows', broken: problems.map(({ place, problem }) => ({ place, message: problem })) };
}

/** A goal as it was written, with what was named beside it. */
function keyOf({ goal, goalSet }: { readonly goal?: string; readonly goalSet?: string }): string {
  return JSON.stringify([goal, goalSet]);
}

function ofGoals(links: readonly LinkPlace[], goals: GivenGoals): (readonly [string, CheckedPlaces])[] {
  const written = links.filter(({ row }) => row.goal !== undefined);
  const remarks = new Map(
    remarksOn(
      written.map(({ row }) => row),
      goals.index,
    ).map((remark) => [keyOf(remark), remark]),
  );
  const about = ({ row }: LinkPlace): GoalRemark['about'] | 'ambiguous' | undefined => {
    const found = remarks.get(keyOf(row))?.about;
    if (found !== 'notLoaded' || row.goal === undefined || row.goalSet === undefined) return found;
    return goals.isAmbiguous(row.goal, row.goalSet) ? 'ambiguous' : found;
  };
  const places = (what: ReturnType<typeof about>, message: string, of = written): CheckedPlaces => ({
    looked: of.length,
    what: 'goals that rows name',
    broken: of.filter((link) => about(link) === what).map(({ place }) => ({ place, message })),
  });
  return [
    ['MAPPING-03', places('notLoaded', 'no goal set that was given has this goal')],
    [
      'MAPPING-05',
      places(
        'ambiguous',
        'more than one goal of the set has this code',
        written.filter(({ row }) => row.goalSet !== undefined),
      ),
    ],
    ['MAPPING-06', places('replaced', 'its publisher put another goal in the place of this one')],
  ];
}

function withSet(links: readonly LinkPlace[]): CheckedPlaces {
  const written = links.filter(({ row }) => row.goal !== undefined);
  const broken = written.filter(({ row }) => row.goalSet === undefined && isCode(row.goal ?? ''));
  return {
    looked: written.length,
    what: 'goals that rows name',
    broken: broken.map(({ place }) => ({ place, message: 'a code without its goal set' })),
  };
}

/** No URI and no UUID. */
function isCode(goal: string): boolean {
  return !/^(?:https?:|urn:|bk:)/i.test(goal) && !/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(goal);
}

function withCoverage(links: readonly LinkPlace[]): CheckedPlaces {
  const broken = links.filter(({ row }) => row.coverage === 'unknown');
  return {
    looked: links.length,
    what: 'links',
    broken: broken.map(({ place }) => ({ place, message: 'coverage is not given, or unknown' })),
  };
}

function ofSupplierGoals(rows: readonly FoundRow[], links: readonly LinkPlace[]): (readonly [string, CheckedPlaces])[] {
  const { withoutGoal, withoutActivity } = looseEnds(
    links.map(({ row }) => row),
    [],
  );
  const titled = new Set(rows.flatMap(({ row }) => (row.kind === 'supplierGoal' ? [row.id] : [])));
  // Where a goal of the vendor is named first, for each.
  const places = new Map<string, string>();
  for (const { row, place } of links)
    if (row.supplierGoal !== undefined && !places.has(row.supplierGoal)) places.set(row.supplierGoal, place);
  const named = [...places.keys()];
  const of = (ids: readonly string[], message: string): CheckedPlaces => ({
    looked: named.length,
    what: 'goals of the vendor',
    broken: ids.map((id) => ({ place: places.get(id) ?? '', message })),
  });
  return [
    ['MAPPING-08', of(withoutGoal, 'this goal of the vendor goes with no goal of a goal set')],
    ['MAPPING-09', of(withoutActivity, 'no activity is about this goal of the vendor')],
    [
      'MAPPING-10',
      of(
        named.filter((id) => !titled.has(id)),
        'this goal of the vendor has no title',
      ),
    ],
  ];
}

function nothingLeftOut({ rows, leftOut }: ReadMapping): CheckedPlaces {
  const broken = leftOut.map(({ what, count }) => ({ place: count === 1 ? 'once' : `${count} times`, message: `left out: ${what}` }));
  return { looked: rows.length, what: 'rows', broken };
}
