import type { InMaking } from '../../core/supplied.js';
import type { Resultaat } from '../../uwlr/messages/leerresultaten.js';
import { contextOfSignalResult, signalResultOf, valuesOfSignalResult } from '../incoming/signal-result.js';
import type { Loss, ResultContext, Value, ValueKind } from '../result.js';

type OsoResultaat = NonNullable<Resultaat['osoresultaat']>;
type Toetsscore = NonNullable<OsoResultaat['toetsscore']>;

/** Of a result that says nothing about the circumstances. */
export const NOTHING_MORE: ResultContext = Object.freeze({ extra: Object.freeze([]) });

const COUNTS = [
  ['aantalopgaven', 'numberItems'],
  ['aantalgoed', 'numberCorrect'],
  ['aantalfout', 'numberIncorrect'],
  ['aantalgelezen', 'numberRead'],
] as const satisfies readonly (readonly [keyof Toetsscore, ValueKind])[];

/** The figures of a result, each as its source sent it. */
export function valuesOf(resultaat: Resultaat, losses: Loss[]): readonly Value[] {
  const { score, osoresultaat, anderresultaat } = resultaat;
  if (score !== undefined) return [{ kind: 'score', value: score, sourcePath: 'score' }];
  if (osoresultaat !== undefined) return osoValues(osoresultaat, losses);
  if (anderresultaat === undefined) return [];
  const own = signalResultOf(resultaat);
  return own === undefined ? otherValues(anderresultaat) : valuesOfSignalResult(own);
}

/** What a result says about the circumstances. */
export function contextOf(resultaat: Resultaat): ResultContext {
  const own = resultaat.anderresultaat === undefined ? undefined : signalResultOf(resultaat);
  if (own !== undefined) return contextOfSignalResult(own);
  const toetsscore = resultaat.osoresultaat?.toetsscore;
  if (toetsscore === undefined) return NOTHING_MORE;
  const { aantalopgaven, aantalgoed, aantalfout, tijd } = toetsscore;
  const context: InMaking<ResultContext> = { extra: NOTHING_MORE.extra };
  if (aantalopgaven !== undefined) context.itemCount = aantalopgaven;
  if (aantalgoed !== undefined) context.correct = aantalgoed;
  if (aantalfout !== undefined) context.incorrect = aantalfout;
  if (tijd !== undefined) context.durationSeconds = tijd;
  return context;
}

function osoValues({ toetsscore = {}, referentiescore = [] }: OsoResultaat, losses: Loss[]): Value[] {
  const values: Value[] = [];
  const path = 'osoresultaat/toetsscore';
  for (const [name, kind] of COUNTS) {
    const value = toetsscore[name];
    if (value !== undefined) values.push({ kind, value, sourcePath: `${path}/${name}` });
  }
  const { tijd, vaardigheidsscore, codevaardigheidsschaal: scale, betrouwbaarheidsinterval: interval } = toetsscore;
  if (tijd !== undefined) values.push({ kind: 'durationSeconds', value: tijd, unit: 's', sourcePath: `${path}/tijd` });
  if (vaardigheidsscore !== undefined) values.push(scaled('skillScore', vaardigheidsscore, scale, `${path}/vaardigheidsscore`));
  if (interval !== undefined) {
    const below = `${path}/betrouwbaarheidsinterval`;
    values.push(scaled('intervalLow', interval.bivlaag, scale, `${below}/bivlaag`));
    values.push(scaled('intervalHigh', interval.bivhoog, scale, `${below}/bivhoog`));
  }
  if (scale !== undefined && vaardigheidsscore === undefined && interval === undefined) {
    losses.push({ path: `${path}/codevaardigheidsschaal`, reason: 'scale-without-figure' });
  }
  for (const [at, { codereferentiescore, codevergelijkingsgroep, waarde, kwalificatie }] of referentiescore.entries()) {
    const value = { kind: 'reference', value: waarde, scale: codereferentiescore } as InMaking<Value>;
    if (kwalificatie !== undefined) value.meaning = kwalificatie;
    value.comparedWith = codevergelijkingsgroep;
    value.sourcePath = `osoresultaat/referentiescore[${at + 1}]/waarde`;
    values.push(value);
  }
  return values;
}

function scaled(kind: ValueKind, value: string, scale: string | undefined, sourcePath: string): Value {
  return scale === undefined ? { kind, value, sourcePath } : { kind, value, scale, sourcePath };
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
