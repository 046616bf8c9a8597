import type { UwlrVersion } from '../../uwlr/finding.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek, type Resultaat, type Toetsafname } from '../../uwlr/messages/leerresultaten.js';
import { type Conversion, ConversionLosses, fitVersion } from '../conversion.js';
import type { Assessment, Result, Value, ValueKind } from '../result.js';
import { identificationOf } from '../school-id.js';
import { besideFigures } from './context-counts.js';
import { MessageTests } from './tests-to-uwlr.js';

type Figures = Pick<Resultaat, 'score' | 'osoresultaat' | 'anderresultaat'>;
type OsoResultaat = NonNullable<Resultaat['osoresultaat']>;

/** Reports a value that has no place, by its index. */
type Drop = (index: number, reason: string) => void;

const OSO_FIELDS: Readonly<Partial<Record<ValueKind, string>>> = {
  numberItems: 'aantalopgaven',
  numberCorrect: 'aantalgoed',
  numberIncorrect: 'aantalfout',
  numberRead: 'aantalgelezen',
  durationSeconds: 'tijd',
  skillScore: 'vaardigheidsscore',
};

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

/** The figures as a resultaat holds them: one of its three forms, the one that the first value has. Others have no place beside it. */
function figuresOf(values: readonly Value[], drop: Drop): Figures | undefined {
  const form = formOf(values[0]?.kind);
  const own: Value[] = [];
  for (const [index, value] of values.entries()) {
    if (formOf(value.kind) !== form || (form === 'score' && own.length > 0)) drop(index, 'one-form-per-result');
    else if (value.kind === 'reference' && (value.scale === undefined || value.comparedWith === undefined))
      drop(index, 'reference-incomplete');
    else own.push(value);
  }
  if (form === 'score') return { score: (own[0] as Value).value };
  if (form === 'oso') return { osoresultaat: osoOf(own) };
  return form === 'other' ? { anderresultaat: otherOf(own) } : undefined;
}

function formOf(kind: ValueKind | undefined): 'score' | 'oso' | 'other' | undefined {
  return kind === undefined || kind === 'score' || kind === 'other' ? kind : 'oso';
}

function osoOf(values: readonly Value[]): OsoResultaat {
  const toetsscore: Record<string, unknown> = {};
  for (const { kind, value } of values) {
    const field = OSO_FIELDS[kind];
    if (field !== undefined) toetsscore[field] = value;
  }
  const scale = values.find((value) => value.kind !== 'reference' && value.scale !== undefined)?.scale;
  if (scale !== undefined) toetsscore['codevaardigheidsschaal'] = scale;
  const [low, high] = [values.find(({ kind }) => kind === 'intervalLow'), values.find(({ kind }) => kind === 'intervalHigh')];
  if (low !== undefined && high !== undefined) toetsscore['betrouwbaarheidsinterval'] = { bivlaag: low.value, bivhoog: high.value };
  const references = values.filter(({ kind }) => kind === 'reference');
  return {
    ...(Object.keys(toetsscore).length === 0 ? {} : { toetsscore }),
    ...(references.length === 0 ? {} : { referentiescore: references.map(referenceOf) }),
  };
}

function referenceOf({ value, scale, comparedWith, meaning }: Value) {
  return {
    codereferentiescore: scale as string,
    codevergelijkingsgroep: comparedWith as string,
    waarde: value,
    ...(meaning === undefined ? {} : { kwalificatie: meaning }),
  };
}

/** Fields of a registered format; their scale is its name, as `xsi:type` gives it. */
function otherOf(values: readonly Value[]): NonNullable<Resultaat['anderresultaat']> {
  const fields = values.map(({ sourcePath, value }) => [sourcePath.slice(sourcePath.lastIndexOf('/') + 1), value] as const);
  const type = values.find(({ scale }) => scale !== undefined)?.scale;
  return Object.fromEntries([...(type === undefined ? [] : [['type', type] as const]), ...fields]);
}
