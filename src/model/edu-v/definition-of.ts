import { supplied } from '../../core/supplied.js';
import type { Activity, Assessment, Loss, Term } from '../result.js';
import type { EduVAssessment, EduVScoreScale } from './edu-v-message.js';
import { NO_PLACE } from './entries-of.js';
import { scoreScale } from './score-scale.js';
import { studyLevelOf } from './study-levels.js';

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
