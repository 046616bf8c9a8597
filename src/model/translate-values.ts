import type { Resultaat } from '../uwlr/messages/leerresultaten.js';
import type { Loss, ResultContext, Value, ValueKind } from './result.js';

type OsoResultaat = NonNullable<Resultaat['osoresultaat']>;
type Toetsscore = NonNullable<OsoResultaat['toetsscore']>;

const NOTHING_MORE: ResultContext = Object.freeze({ extra: Object.freeze([]) });

const COUNTS = [
  ['aantalopgaven', 'numberItems'],
  ['aantalgoed', 'numberCorrect'],
  ['aantalfout', 'numberIncorrect'],
  ['aantalgelezen', 'numberRead'],
] as const satisfies readonly (readonly [keyof Toetsscore, ValueKind])[];

/** The figures of a result, each as its source sent it. */
export function valuesOf({ score, osoresultaat, anderresultaat }: Resultaat, losses: Loss[]): readonly Value[] {
  if (score !== undefined) return [{ kind: 'score', value: score, sourcePath: 'score' }];
  if (osoresultaat !== undefined) return osoValues(osoresultaat, losses);
  return anderresultaat === undefined ? [] : otherValues(anderresultaat);
}

/** What a result says about the circumstances. */
export function contextOf({ osoresultaat }: Resultaat): ResultContext {
  const toetsscore = osoresultaat?.toetsscore;
  if (toetsscore === undefined) return NOTHING_MORE;
  const { aantalopgaven, aantalgoed, aantalfout, tijd } = toetsscore;
  return {
    ...(aantalopgaven === undefined ? {} : { itemCount: aantalopgaven }),
    ...(aantalgoed === undefined ? {} : { correct: aantalgoed }),
    ...(aantalfout === undefined ? {} : { incorrect: aantalfout }),
    ...(tijd === undefined ? {} : { durationSeconds: tijd }),
    extra: [],
  };
}

function osoValues({ toetsscore = {}, referentiescore = [] }: OsoResultaat, losses: Loss[]): Value[] {
  const values: Value[] = [];
  const path = 'osoresultaat/toetsscore';
  for (const [name, kind] of COUNTS) {
    const value = toetsscore[name];
    if (value !== undefined) values.push({ kind, value, sourcePath: `${path}/${name}` });
  }
  const { tijd, vaardigheidsscore, codevaardigheidsschaal: scale, betrouwbaarheidsinterval: interval } = toetsscore;
  const onScale = scale === undefined ? {} : { scale };
  if (tijd !== undefined) values.push({ kind: 'durationSeconds', value: tijd, unit: 's', sourcePath: `${path}/tijd` });
  if (vaardigheidsscore !== undefined)
    values.push({ kind: 'skillScore', value: vaardigheidsscore, ...onScale, sourcePath: `${path}/vaardigheidsscore` });
  if (interval !== undefined) {
    const below = `${path}/betrouwbaarheidsinterval`;
    values.push({ kind: 'intervalLow', value: interval.bivlaag, ...onScale, sourcePath: `${below}/bivlaag` });
    values.push({ kind: 'intervalHigh', value: interval.bivhoog, ...onScale, sourcePath: `${below}/bivhoog` });
  }
  if (scale !== undefined && vaardigheidsscore === undefined && interval === undefined) {
    losses.push({ path: `${path}/codevaardigheidsschaal`, reason: 'scale-without-figure' });
  }
  for (const [at, { codereferentiescore, codevergelijkingsgroep, waarde, kwalificatie }] of referentiescore.entries()) {
    values.push({
      kind: 'reference',
      value: waarde,
      scale: codereferentiescore,
      ...(kwalificatie === undefined ? {} : { meaning: kwalificatie }),
      comparedWith: codevergelijkingsgroep,
      sourcePath: `osoresultaat/referentiescore[${at + 1}]/waarde`,
    });
  }
  return values;
}

/** Fields of a registered format. The name of the format is their scale: without it they mean nothing. */
function otherValues(anderresultaat: object): Value[] {
  const { type, ...fields } = anderresultaat as Readonly<Record<string, unknown>>;
  return Object.entries(fields).flatMap(([name, value]): Value[] =>
    typeof value === 'string'
      ? [{ kind: 'other', value, ...(typeof type === 'string' ? { scale: type } : {}), sourcePath: `anderresultaat/${name}` }]
      : [],
  );
}
