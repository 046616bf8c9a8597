import { supplied } from '../../core/supplied.js';
import { wholeOf } from '../../uwlr/whole.js';
import type { Activity, Assessment, Loss, Norm, Term } from '../result.js';
import type { EduVAssessment, EduVScoreScale } from './edu-v-message.js';
import { NO_PLACE } from './entries-of.js';

export interface Definition {
  readonly assessment: EduVAssessment;
  /** Norms with their bands, by code of the part; `''`: of the test as a whole. */
  readonly scales: ReadonlyMap<string, EduVScoreScale>;
  /** Codes of the parts that are in it. */
  readonly parts: ReadonlySet<string>;
  /** What of the test has no place: for every result of it. */
  readonly losses: readonly Loss[];
}

type Part = NonNullable<EduVAssessment['parts']>[number];

/** A test as Edu-V defines it. `known`: as its source defined it; without, what its results say of it. A test has to have a name. */
export function definitionOf(activity: Activity, known: Assessment | undefined): Definition {
  const losses: Loss[] = [];
  const { code } = activity;
  const name = known?.name ?? activity.name ?? code;
  const version = known?.version?.value ?? activity.version;
  const subject = known?.subject ?? activity.subject;
  const studyLevelId = levelOf(known?.year ?? activity.year, losses);
  const parts = partsOf(known, losses);
  const scales = scalesOf(known, name, losses);
  loseVocabulary('activity/code', known?.code ?? { vocabulary: activity.codeVocabulary }, losses);
  loseVocabulary('activity/version', known?.version, losses);
  loseVocabulary('activity/subject', subject, losses);
  if ((known?.hierarchy ?? activity.hierarchy).length > 0) losses.push({ path: 'activity/hierarchy', reason: NO_PLACE });
  const assessment = {
    id: code,
    name,
    ...supplied({ version }),
    ...(subject === undefined ? {} : { subjects: [{ subjectName: subject.value }] }),
    ...supplied({ studyLevelId }),
    ...(parts.length === 0 ? {} : { parts }),
  };
  return { assessment, scales, parts: new Set(parts.map(({ id }) => id)), losses };
}

function levelOf(year: Term | undefined, losses: Loss[]): string | undefined {
  const level = year === undefined ? undefined : studyLevelOf(year.value);
  if (year !== undefined && level === undefined) losses.push({ path: 'activity/year', reason: 'no-study-level-known' });
  loseVocabulary('activity/year', year, losses);
  return level;
}

function partsOf(known: Assessment | undefined, losses: Loss[]): readonly Part[] {
  return (known?.parts ?? []).flatMap(({ code, name = code.value, number }): Part[] => {
    loseVocabulary('activity/part', code, losses);
    const index = Number(number);
    if (Number.isSafeInteger(index)) return [{ id: code.value, name, index }];
    losses.push({ path: 'activity/part/number', reason: 'number-too-large' });
    return [];
  });
}

function scalesOf(known: Assessment | undefined, name: string, losses: Loss[]): ReadonlyMap<string, EduVScoreScale> {
  const scales = new Map<string, EduVScoreScale>();
  if (known === undefined) return scales;
  const test = [known.code.value, ...(known.version === undefined ? [] : [known.version.value])];
  const whole = { part: '', norm: known.norm, of: test, name };
  const ofParts = known.parts.map(({ code, name = code.value, norm }) => ({ part: code.value, norm, of: [...test, code.value], name }));
  for (const { part, norm, of, name } of [whole, ...ofParts]) {
    const scale = norm === undefined ? undefined : scoreScale(norm, of.join('/'), name, losses);
    if (scale !== undefined && !scales.has(part)) scales.set(part, scale);
  }
  return scales;
}

function loseVocabulary(path: string, term: { readonly vocabulary?: string | undefined } | undefined, losses: Loss[]): void {
  if (term?.vocabulary !== undefined) losses.push({ path: `${path}/vocabulary`, reason: NO_PLACE });
}

/** The bands of norms, for whoever shows a score; undefined when there are none. What a band has beside its term is lost. */
function scoreScale({ bands, ...besides }: Norm, id: string, name: string, losses: Loss[]): EduVScoreScale | undefined {
  lose('assessment/norm', besides, losses);
  const scoreScaleEntries = bands.flatMap(({ term, from, to, ...more }) => {
    lose('assessment/norm/bands', more, losses);
    const [begin, end] = [wholeOf(from), wholeOf(to)];
    // Also of one score: without an end, Edu-V reads everything from there on.
    if (begin <= end) return [{ LHS: `${begin}-${end}`, RHS: term }];
    losses.push({ path: 'assessment/norm/bands', reason: 'band-without-scores' });
    return [];
  });
  return scoreScaleEntries.length === 0 ? undefined : { id, name, scoreScaleEntries };
}

function lose(path: string, fields: Readonly<Record<string, unknown>>, losses: Loss[]): void {
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined) losses.push({ path: `${path}/${field}`, reason: NO_PLACE });
  }
}

/** Levels of primary education in SLO's curriculum data (context `basis`), by `leerjaar`. Ids that were released never change there. */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ['1', '82ca4442-246c-44b3-a562-7b101793feb4'],
  ['2', 'c007e4dd-a3d4-4f33-902d-778e3bbeeddb'],
  ['3', '25a2f4f4-cf91-4b16-94bc-6d9e6fad88f4'],
  ['4', '5c072b3f-7f58-40ee-9799-27981f0a6b2b'],
  ['5', 'bc213214-b83d-4673-b9c1-8fdaa63d6d56'],
  ['6', 'abfb190f-e814-46f5-a9cc-ebd53f04018e'],
  ['7', 'a4813bb6-cf63-4594-af56-6afb321723d8'],
  ['8', '95138558-9f65-4888-8ea3-8acce5eea273'],
]);

/** Id of the level that a `leerjaar` stands for; undefined for any other than those of primary education. */
function studyLevelOf(year: string): string | undefined {
  return GROUPS.get(year.trim());
}
