import type { UwlrVersion } from '../../uwlr/finding.js';
import {
  type LeerresultatenVerzoek,
  leerresultatenVerzoek,
  type Resultaat,
  type Toets,
  type Toetsafname,
} from '../../uwlr/messages/leerresultaten.js';
import { type Conversion, ConversionLosses } from '../conversion.js';
import { fitVersion } from '../fit-version.js';
import type { Assessment, Result } from '../result.js';
import { identificationOf } from '../school-id.js';
import { besideFigures } from './context-counts.js';
import { assessmentFrom, bound, toToets } from './tests-to-uwlr.js';
import { figuresOf } from './values-to-uwlr.js';

export interface ToUwlrOptions {
  readonly version: UwlrVersion;
  /** Results of other schools and school years have no place in the message. */
  readonly school: string;
  readonly schoolYear: string;
  /** `aanmaakdatum`, an `xs:dateTime`. */
  readonly createdAt: string;
  /** The LAS's own key of a learner; undefined when it is not known. */
  readonly leerlingid: (alias: string) => string | undefined;
  /** The key of a result. Default: its id, which stays the same when it is sent again. */
  readonly key?: (result: Result) => string;
}

const RESULTAAT = '/leerresultaten_verzoek/toetsafnames/toetsafname/resultaten/resultaat';

/**
 * A message of BrengLeerresultaten with these results, per learner in the order in which they come, and the tests that they
 * are of. What UWLR, or this version of it, cannot say is in the losses.
 *
 * Throws `RangeError` when the school is not an id that `schoolId` gives.
 */
export function toUwlr(
  results: readonly Result[],
  assessments: readonly Assessment[],
  options: ToUwlrOptions,
): Conversion<LeerresultatenVerzoek> {
  const school = schoolOf(options);
  const losses = new ConversionLosses();
  const tests = new MessageTests(assessments);
  const pupils = new Map<string, Toetsafname & { readonly resultaten: { resultaat: Resultaat[] } }>();
  for (const result of results) {
    const reason = whyNot(result, options) ?? tests.take(result);
    if (reason !== undefined) {
      losses.add('blocked', RESULTAAT, reason);
      continue;
    }
    const resultaat = toResultaat(result, tests, options, losses);
    if (resultaat === undefined) continue;
    const pupil = pupils.get(result.learner) ?? pupilOf(result, options);
    pupils.set(result.learner, pupil);
    pupil.resultaten.resultaat.push(resultaat);
  }
  const toetsafname = [...pupils.values()];
  if (toetsafname.length === 0) return { losses: losses.list() };
  const message = { school, toetsafnames: { toetsafname }, toetsen: { toets: tests.list() } };
  const fitted = fitVersion(leerresultatenVerzoek, message, options.version, losses);
  return { ...(fitted === undefined ? {} : { message: fitted }), losses: losses.list() };
}

function schoolOf({ school, schoolYear, createdAt, version }: ToUwlrOptions): LeerresultatenVerzoek['school'] {
  const identification = identificationOf(school);
  if (identification === undefined) throw new RangeError('not the id of a school');
  return { schooljaar: schoolYear, ...identification, aanmaakdatum: createdAt, xsdversie: version };
}

function whyNot({ school, schoolYear, status }: Result, options: ToUwlrOptions): string | undefined {
  if (school !== options.school) return 'another-school';
  if (schoolYear !== options.schoolYear) return 'another-school-year';
  // UWLR has no way to take a result back.
  return status === 'withdrawn' ? 'withdrawn' : undefined;
}

function pupilOf({ learner, eckId }: Result, { leerlingid }: ToUwlrOptions) {
  const key = leerlingid(learner);
  return {
    ...(key === undefined ? {} : { leerlingid: key }),
    ...(eckId === undefined ? {} : { eckid: eckId }),
    resultaten: { resultaat: [] as Resultaat[] },
  };
}

function toResultaat(result: Result, tests: MessageTests, { key }: ToUwlrOptions, losses: ConversionLosses): Resultaat | undefined {
  const { activity, detailUrl } = result;
  const figures = figuresOf(result.values, (_, reason) => losses.add('left-out', `${RESULTAAT}/values`, reason));
  if (figures === undefined) {
    losses.add('blocked', RESULTAAT, 'no-values');
    return undefined;
  }
  for (const [name, count] of beyondUwlr(result)) if (count > 0) losses.add('left-out', `${RESULTAAT}/${name}`, 'no-place-in-uwlr', count);
  return {
    key: key === undefined ? result.id : key(result),
    afnamedatum: result.date,
    toetscode: activity.code,
    ...(activity.version === undefined ? {} : { versie: tests.versionTerm(activity.code, activity.version) }),
    ...(activity.part === undefined ? {} : { toetsonderdeelcode: activity.part.code }),
    ...figures,
    ...(detailUrl === undefined ? {} : { infourl: detailUrl }),
  };
}

/** What a result has that UWLR has no field for, by name in the model, and how often. */
function beyondUwlr({
  source,
  sourceProfile,
  activity,
  values,
  context,
  goalLinks,
  signals,
}: Result): readonly (readonly [string, number])[] {
  const beside = besideFigures(context, values);
  // The kind of work is said by the category of the test, where there is one.
  const isOriginLost = activity.originType !== 'unknown' && activity.category === undefined;
  return [
    ['goalLinks', goalLinks.length],
    ['activity/goals', activity.goals?.length ?? 0],
    ['activity/originType', isOriginLost ? 1 : 0],
    ['signals', signals.length],
    ...beside.map((name) => [`context/${name}`, name === 'extra' ? context.extra.length : 1] as const),
    ['source/product', source.product === undefined ? 0 : 1],
    ['sourceProfile', sourceProfile?.declared === true ? 1 : 0],
    ['values/unit', values.filter(({ kind, unit }) => unit !== undefined && kind !== 'durationSeconds').length],
    ['values/meaning', values.filter(({ kind, meaning }) => meaning !== undefined && kind !== 'reference').length],
  ];
}

/** The tests of one message, where a code may stand for one test only: a second version of it needs a message of its own. */
class MessageTests {
  readonly #definitions = new Map<string, Assessment>();
  readonly #taken = new Map<string, Result[]>();

  constructor(assessments: readonly Assessment[]) {
    for (const assessment of assessments) this.#definitions.set(keyOf(assessment.code.value, assessment.version?.value), assessment);
  }

  /** Why the test of a result cannot be in this message; undefined when it is. */
  take(result: Result): string | undefined {
    const { code, version } = result.activity;
    const taken = this.#taken.get(code);
    if (taken === undefined) this.#taken.set(code, [result]);
    else if ((taken[0] as Result).activity.version !== version) return 'another-version-of-the-test';
    else taken.push(result);
    return undefined;
  }

  versionTerm(code: string, version: string) {
    return bound(this.#definitions.get(keyOf(code, version))?.version ?? { value: version });
  }

  list(): Toets[] {
    return [...this.#taken].map(([code, results]) => {
      const activities = results.map(({ activity }) => activity);
      return toToets(this.#definitions.get(keyOf(code, activities[0]?.version)) ?? assessmentFrom(activities));
    });
  }
}

function keyOf(code: string, version = ''): string {
  return `${code}\0${version}`;
}
