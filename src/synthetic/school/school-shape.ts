/** A primary school (primair onderwijs), or a secondary one (voortgezet onderwijs). */
export const SCHOOL_SHAPES = ['po', 'vo'] as const;
export type SchoolShape = (typeof SCHOOL_SHAPES)[number];

interface ShapeOfSchool {
  /** Jaargroep codes of EDEXML, in order. */
  readonly years: readonly string[];
  /** Pupils in a base group. */
  readonly groupSize: number;
  /** What to add to the code of a year group for the age at the start of the school year. */
  readonly toAge: number;
  /** What to take off a year group for the years since the pupil started in group 3. */
  readonly sinceGroup3: number;
}

export const SHAPES: Readonly<Record<SchoolShape, ShapeOfSchool>> = {
  po: { years: [...'12345678'], groupSize: 25, toAge: 3, sinceGroup3: 3 },
  vo: { years: ['11', '12', '13', '14', '15', '16'], groupSize: 28, toAge: 1, sinceGroup3: 5 },
};

/**
 * The year groups of each base group. As many as there are years, or more: one year each, in parallel groups. Fewer, in a primary school:
 * neighbouring years share a group (a combinatiegroep); in a secondary one the highest years are not there.
 */
export function yearsOfGroups(shape: SchoolShape, groups: number): readonly (readonly string[])[] {
  const { years } = SHAPES[shape];
  if (groups >= years.length || shape === 'vo') return Array.from({ length: groups }, (_, at) => [years[at % years.length] as string]);
  const start = (at: number) => Math.floor((at * years.length) / groups);
  return Array.from({ length: groups }, (_, at) => years.slice(start(at), start(at + 1)));
}
