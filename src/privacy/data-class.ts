/** What is kept, in kinds that each have a term of their own. */
export const DATA_CLASSES = [
  'results',
  'results-exercises',
  'results-leavers',
  'roster-leavers',
  'exchanges',
  'deliveries',
  'signals',
  'annotations',
  'disclosures',
  'erasures',
  'audit',
] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** From when a term counts: when it came to be, when somebody left the roster, or the end of the school year that it is of. */
export type TermStart = 'stored' | 'left' | 'school-year';

export interface ClassTerms {
  /** Days that the class is kept unless somebody says otherwise. */
  readonly days: number;
  /** The shortest term that makes sense. */
  readonly least: number;
  /** The longest term that may be asked for. */
  readonly most: number;
  readonly from: TermStart;
}

/** A hundred years: any longer and dates run out. */
export const MOST_DAYS = 36_500;

/**
 * Defaults. The law (AVG, article 5) gives no numbers; a pupil's file is kept at most two years after the pupil left, and what belongs
 * in that file is in the administration of the school, not here.
 *
 * - `results`, `annotations`: growth is read over the years of a test, so this school year and the two before it.
 * - `results-exercises`: exercises say something while the pupil works on them, so this school year and the one before it.
 * - `signals`: a signal says something about its moment, so this school year and the one before it; at most two years, as pupils leave.
 * - `results-leavers`: two years after the pupil left, whatever other terms say. No longer term can be set.
 * - `roster-leavers`: long enough to notice that an administration left somebody out by mistake.
 * - `exchanges`, `deliveries`: a school year in which somebody may ask what became of a message.
 * - `disclosures`, `audit`: who got what must be told for as long as what they got may be here.
 * - `erasures`: that it was done may have to be shown for five years. They hold no pupil.
 */
export const CLASS_TERMS: Readonly<Record<DataClass, ClassTerms>> = {
  results: { days: 730, least: 0, most: MOST_DAYS, from: 'school-year' },
  'results-exercises': { days: 365, least: 0, most: MOST_DAYS, from: 'school-year' },
  'results-leavers': { days: 730, least: 0, most: 730, from: 'left' },
  'roster-leavers': { days: 30, least: 0, most: MOST_DAYS, from: 'left' },
  exchanges: { days: 365, least: 1, most: MOST_DAYS, from: 'stored' },
  deliveries: { days: 365, least: 1, most: MOST_DAYS, from: 'stored' },
  signals: { days: 365, least: 0, most: 730, from: 'school-year' },
  annotations: { days: 730, least: 0, most: MOST_DAYS, from: 'school-year' },
  disclosures: { days: 730, least: 1, most: MOST_DAYS, from: 'stored' },
  erasures: { days: 1825, least: 1, most: MOST_DAYS, from: 'stored' },
  audit: { days: 730, least: 1, most: MOST_DAYS, from: 'stored' },
};

/** Days by class. */
export type Terms = Readonly<Record<DataClass, number>>;

export function isDataClass(text: string): text is DataClass {
  return (DATA_CLASSES as readonly string[]).includes(text);
}
