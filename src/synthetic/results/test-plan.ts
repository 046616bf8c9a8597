import type { Resultaat, Toets } from '../../uwlr/messages/leerresultaten.js';
import { VAKGEBIEDEN_URI } from '../../uwlr/vocabularies.js';
import type { Random } from '../messages/random.js';
import { type SchoolShape, SHAPES } from '../school/school-shape.js';
import { dayAt } from './school-days.js';

/** What kind of work results are of: tests of a method, tests of a system that follows pupils over the years, exercises. */
export const TEST_KINDS = ['methodTest', 'lvsTest', 'exercise'] as const;
export type TestKind = (typeof TEST_KINDS)[number];

/** What of a result a test decides. */
export type Outcome = Pick<Resultaat, 'toetsonderdeelcode' | 'score' | 'osoresultaat'>;

/** A test that the pupils of a year group take on one day. */
export interface PlannedTest {
  readonly kind: TestKind;
  readonly subject: Subject;
  readonly yearGroup: string;
  readonly day: string;
  /** Share of the school year that is over. */
  readonly moment: number;
  readonly toets: Toets;
  /** Share of pupils who miss it. */
  readonly missed: number;
  /** The results of a pupil with a skill of 0 to 1. */
  readonly outcomes: (skill: number, random: Random) => readonly Outcome[];
}

interface Subject {
  readonly code: string;
  readonly name: string;
  /** vakgebied */
  readonly field: string;
}

const SUBJECTS: Readonly<Record<SchoolShape, readonly Subject[]>> = {
  po: [
    { code: 'REK', name: 'Rekenen', field: 'Rekenen en wiskunde' },
    { code: 'SPE', name: 'Spelling', field: 'Spelling' },
    { code: 'LEZ', name: 'Begrijpend lezen', field: 'Begrijpend/studerend lezen' },
  ],
  vo: [
    { code: 'WIS', name: 'Wiskunde', field: 'Wiskunde' },
    { code: 'NED', name: 'Nederlands', field: 'Nederlands' },
    { code: 'ENG', name: 'Engels', field: 'Engels' },
  ],
};

const BLOCKS = 8;
const WEEKS = 36;
const PART_POINTS = 10;

/** The tests of a school year, in order of their days. Groups 1 and 2 of a primary school take none. */
export function testPlan(shape: SchoolShape, schoolYear: string, kinds: readonly TestKind[] = TEST_KINDS): readonly PlannedTest[] {
  const years = SHAPES[shape].years.slice(shape === 'po' ? 2 : 0);
  const plan = years.flatMap((yearGroup) =>
    SUBJECTS[shape].flatMap((subject): PlannedTest[] => {
      const common = { subject, yearGroup, shape, schoolYear };
      return [
        ...count(BLOCKS, (at) => methodTest({ ...common, number: at + 1, moment: (at + 0.9) / BLOCKS })),
        ...['M', 'E'].map((code, at) => lvsTest({ ...common, code, moment: [0.45, 0.95][at] as number })),
        ...count(WEEKS, (at) => exercise({ ...common, number: at + 1, moment: (at + 0.5) / WEEKS })),
      ];
    }),
  );
  const chosen = plan.filter(({ kind }) => kinds.includes(kind));
  return chosen.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
}

function count<T>(length: number, make: (at: number) => T): T[] {
  return Array.from({ length }, (_, at) => make(at));
}

interface Common {
  readonly subject: Subject;
  readonly yearGroup: string;
  readonly shape: SchoolShape;
  readonly schoolYear: string;
  readonly moment: number;
}

/** A total out of 20, and two parts out of 10. */
function methodTest({ number, ...common }: Common & { readonly number: number }): PlannedTest {
  const { subject, yearGroup, schoolYear, moment } = common;
  const code = `${subject.code}-${yearGroup}-${number}`;
  const parts = ['A', 'B'].map((letter, at) => ({
    toetsonderdeelvolgnummer: String(at + 1),
    toetsonderdeelcode: { value: `${code}-${letter}` },
    toetsonderdeelnaam: ['Basis', 'Toepassen'][at] as string,
  }));
  return {
    ...planned('methodTest', common, 0.04),
    toets: {
      ...head(code, `${subject.name} ${blockOf(common)} ${number}`, common),
      versie: { value: schoolYear.slice(0, 4) },
      toetsnormering: { norm: NORMS },
      toetshierarchie: {
        ingang: [
          { value: `${subject.name} op maat`, niveau: '1' },
          { value: yearName(common), niveau: '2' },
          { value: `${blockOf(common)} ${number}`, niveau: '3' },
        ],
      },
      toetsonderdelen: { toetsonderdeel: parts },
    },
    day: dayAt(schoolYear, moment),
    outcomes: (skill, random) => {
      const [first, second] = [points(skill + 0.08, PART_POINTS, random), points(skill - 0.08, PART_POINTS, random)];
      return [
        { score: String(first + second) },
        { toetsonderdeelcode: `${code}-A`, score: String(first) },
        { toetsonderdeelcode: `${code}-B`, score: String(second) },
      ];
    },
  };
}

/** Counts, time, a skill score that grows over the years, and scores to compare by. */
function lvsTest({ code: term, ...common }: Common & { readonly code: string }): PlannedTest {
  const { subject, yearGroup, shape } = common;
  const year = SHAPES[shape].years.indexOf(yearGroup);
  const moment = term === 'M' ? 'midden' : 'eind';
  return {
    ...planned('lvsTest', common, 0.02),
    toets: head(`LVS-${subject.code}-${term}${yearGroup}`, `${subject.name} ${moment} ${yearName(common).toLowerCase()}`, common),
    outcomes: (skill, random) => {
      const correct = points(skill, 40, random);
      const scale = 80 + 15 * (year + (term === 'M' ? 0.5 : 1)) + 50 * (correct / 40);
      const percentile = Math.min(99, Math.max(1, Math.round((correct / 40) * 100)));
      return [
        {
          osoresultaat: {
            toetsscore: {
              aantalopgaven: '40',
              aantalgoed: String(correct),
              aantalfout: String(40 - correct),
              tijd: String(1500 + 60 * random.between(0, 20)),
              vaardigheidsscore: scale.toFixed(1),
              codevaardigheidsschaal: subject.name,
              betrouwbaarheidsinterval: { bivlaag: (scale - 4).toFixed(1), bivhoog: (scale + 4).toFixed(1) },
            },
            referentiescore: [
              { codereferentiescore: 'Percentiel', codevergelijkingsgroep: 'Landelijk', waarde: String(percentile) },
              {
                codereferentiescore: 'DLE',
                codevergelijkingsgroep: 'Landelijk',
                waarde: String(Math.max(1, year * 10 + Math.round(percentile / 10) - 5)),
              },
            ],
          },
        },
      ];
    },
  };
}

/** Ten items at the level of the pupil, so that scores say less of the pupil than those of tests. */
function exercise({ number, ...common }: Common & { readonly number: number }): PlannedTest {
  const { subject, yearGroup } = common;
  return {
    ...planned('exercise', common, 0.2),
    toets: head(`OEF-${subject.code}-${yearGroup}-${number}`, `Oefenen ${subject.name.toLowerCase()} week ${number}`, common),
    outcomes: (skill, random) => [{ score: String(points(0.45 + skill * 0.4, 10, random)) }],
  };
}

function planned(kind: TestKind, { subject, yearGroup, moment, schoolYear }: Common, missed: number) {
  return { kind, subject, yearGroup, moment, missed, day: dayAt(schoolYear, moment) };
}

function head(code: string, toetsnaam: string, { subject, yearGroup, shape }: Common): Toets {
  const vocabulary = shape === 'po' ? { vocabulaire: VAKGEBIEDEN_URI } : {};
  return { toetscode: { value: code }, toetsnaam, leerjaar: { value: yearGroup }, vakgebied: { value: subject.field, ...vocabulary } };
}

function yearName({ shape, yearGroup }: Common): string {
  return shape === 'po' ? `Groep ${yearGroup}` : `Leerjaar ${Number(yearGroup) - 10}`;
}

function blockOf({ shape }: Common): string {
  return shape === 'po' ? 'Blok' : 'Hoofdstuk';
}

/** About the share of the items that the skill is good for. */
function points(skill: number, items: number, random: Random): number {
  const noise = (random.below(1000) + random.below(1000) + random.below(1000)) / 1500 - 1;
  return Math.min(items, Math.max(0, Math.round((skill + noise * 0.12) * items)));
}

const NORMS = [
  { term: 'oefenen', omschrijving: 'Heeft nog oefening nodig', beginnormwaarde: '0', eindnormwaarde: '11' },
  { term: 'voldoende', omschrijving: 'Beheerst de stof', beginnormwaarde: '12', eindnormwaarde: '16' },
  { term: 'goed', omschrijving: 'Kan meer aan', beginnormwaarde: '17', eindnormwaarde: '20' },
];
