import { supplied } from '../../core/supplied.js';
import type { Activity, HierarchyEntry, Result, ResultNorm, ResultSource } from '../../model/result.js';
import {
  ECKID,
  ONDERDEELNORMERING,
  RESULTAAT,
  SCHOOLJAAR,
  TOETS,
  TOETSNORMERING,
  TOETSONDERDEEL,
} from '../../model/results/result-paths.js';
import { resultFieldsOf } from '../fields/agreed-result-fields.js';
import { GOAL_LINKS, SOURCE_PROFILE } from '../fields/model-fields.js';
import { agreedContext, agreedLosses, agreedTerm, agreedValues, type MayHave, mayHave } from './agreed-figures.js';
import { agreedSignal, letsSignalsThrough } from './agreed-signals.js';
import { type InfourlRule, reduceInfourl } from './infourl.js';

/** What the agreement of a receiver says: `Agreement.fields` and `Agreement.infourl`. */
export interface ResultTerms {
  readonly fields?: readonly string[];
  readonly infourl: InfourlRule;
}

/** What an agreement lets through of canonical results and tests. */
export function mayHaveOf({ fields }: Pick<ResultTerms, 'fields'>): MayHave {
  return mayHave(resultFieldsOf(supplied({ fields })));
}

/** Whether an agreement lets results through at all: its list may be about pupils only. */
export function letsResultsThrough(may: MayHave): boolean {
  return may(SCHOOLJAAR, `${RESULTAAT}/afnamedatum`, `${RESULTAAT}/toetscode`);
}

/** Whether a result under it would say something else than it does: of a part of a test, it would be one of the whole. */
export function isDistorted({ activity }: Result, may: MayHave): boolean {
  return activity.part !== undefined && !may(`${RESULTAAT}/toetsonderdeelcode`);
}

/**
 * A result with only what an agreement lets through. Where a part may have come from several fields of the standard, all of them have
 * to be on the list. The ECK iD and signals go when the list names them, and never without a list.
 * `leerlingid`: of the learner, if it is known, so that no link gives it away.
 */
export function agreedResult<R extends Result>(result: R, terms: ResultTerms, may: MayHave, leerlingid?: string): R {
  const { eckId, sourceProfile, norm, detailUrl, ...rest } = result;
  const url = detailUrl === undefined ? undefined : reduceInfourl(detailUrl, terms.infourl, leerlingid).url;
  const norms = `${result.activity.part === undefined ? TOETSNORMERING : ONDERDEELNORMERING}/norm`;
  const mayTell = norm !== undefined && may(`${norms}/term`, `${RESULTAAT}/score`);
  return {
    ...rest,
    ...(eckId !== undefined && terms.fields?.includes(ECKID) ? { eckId } : {}),
    source: agreedSource(result.source, may),
    ...(sourceProfile !== undefined && may(SOURCE_PROFILE) ? { sourceProfile } : {}),
    activity: agreedActivity(result.activity, may),
    values: agreedValues(result.values, may),
    ...(mayTell ? { norm: agreedNorm(norm, may(`${norms}/omschrijving`)) } : {}),
    context: agreedContext(result.context, may),
    goalLinks: may(GOAL_LINKS) ? result.goalLinks : [],
    signals: letsSignalsThrough(terms) ? result.signals.map((signal) => agreedSignal(signal, terms.infourl, leerlingid)) : [],
    ...supplied({ detailUrl: url }),
    losses: agreedLosses(result.losses, RESULTAAT, may),
  } as Result as R;
}

function agreedNorm({ description, ...norm }: ResultNorm, mayDescribe: boolean): ResultNorm {
  return description !== undefined && mayDescribe ? { ...norm, description } : norm;
}

/** What the source profile says of a result: of which product it is, and by which version of the profile. */
function agreedSource(source: ResultSource, may: MayHave): ResultSource {
  const { product: _, profile: __, handedOver: ___, ...rest } = source;
  if (!may(SOURCE_PROFILE)) return rest;
  return {
    ...rest,
    ...supplied({ product: source.product, profile: source.profile }),
  };
}

export function agreedHierarchy(hierarchy: readonly HierarchyEntry[], may: MayHave): readonly HierarchyEntry[] {
  const ingang = `${TOETS}/toetshierarchie/ingang`;
  if (!may(ingang, `${ingang}/@niveau`)) return [];
  return hierarchy.map(({ level, entry }) => ({ level, entry: agreedTerm(entry, may, ingang) }));
}

function agreedActivity(activity: Activity, may: MayHave): Activity {
  const { code, codeVocabulary, version, name, part, category, level, subject, year } = activity;
  // Of a part, the category and level are its own, or else those of the whole.
  const norms = part === undefined ? [TOETSNORMERING] : [TOETSNORMERING, ONDERDEELNORMERING];
  const categories = norms.map((path) => `${path}/toetscategorie`);
  const levels = norms.map((path) => `${path}/toetsniveau`);
  return {
    code,
    ...(codeVocabulary !== undefined && may(`${TOETS}/toetscode/@vocabulaire`) ? { codeVocabulary } : {}),
    ...(version !== undefined && may(`${RESULTAAT}/versie`, `${TOETS}/versie`) ? { version } : {}),
    ...(name !== undefined && may(`${TOETS}/toetsnaam`) ? { name } : {}),
    ...(part === undefined ? {} : { part: agreedPart(part, may) }),
    originType: may(...categories) || may(SOURCE_PROFILE) ? activity.originType : 'unknown',
    ...(category !== undefined && may(...categories) ? { category: agreedTerm(category, may, ...categories) } : {}),
    ...(level !== undefined && may(...levels) ? { level: agreedTerm(level, may, ...levels) } : {}),
    ...(subject !== undefined && may(`${TOETS}/vakgebied`) ? { subject: agreedTerm(subject, may, `${TOETS}/vakgebied`) } : {}),
    ...(year !== undefined && may(`${TOETS}/leerjaar`) ? { year: agreedTerm(year, may, `${TOETS}/leerjaar`) } : {}),
    hierarchy: agreedHierarchy(activity.hierarchy, may),
    ...(activity.goals !== undefined && may(GOAL_LINKS) ? { goals: activity.goals } : {}),
  };
}

function agreedPart(part: NonNullable<Activity['part']>, may: MayHave): NonNullable<Activity['part']> {
  const { code, codeVocabulary, name, number } = part;
  return {
    code,
    ...(codeVocabulary !== undefined && may(`${TOETSONDERDEEL}/toetsonderdeelcode/@vocabulaire`) ? { codeVocabulary } : {}),
    ...(name !== undefined && may(`${TOETSONDERDEEL}/toetsonderdeelnaam`) ? { name } : {}),
    ...(number !== undefined && may(`${TOETSONDERDEEL}/toetsonderdeelvolgnummer`) ? { number } : {}),
  };
}
