import { supplied } from '../../core/supplied.js';
import { instantOf } from '../../uwlr/grammar/dates.js';
import type { Resultaat } from '../../uwlr/messages/leerresultaten.js';
import type { CarriedSignal } from '../posted/posted-signals.js';
import type { ResultContext, Value } from '../result.js';
import type { SignalKind, TARGET_LEVELS } from '../signal.js';

/**
 * The type of `anderresultaat` with figures, circumstances and a signal in one result: `schemas/extensions/resultaat-met-signaal.xsd`. A
 * gateway knows it when an operator registers it.
 */
export const SIGNAL_RESULT = '{urn:uwlr-gateway:resultaat-met-signaal:1}ResultaatMetSignaal';

type Fields = Readonly<Record<string, string | undefined>>;

/** Undefined: it is of another type, or has none. */
export function signalResultOf({ anderresultaat }: Resultaat): Fields | undefined {
  const fields = anderresultaat as Fields | undefined;
  return fields?.['type'] === SIGNAL_RESULT ? fields : undefined;
}

export function valuesOfSignalResult({ score, eenheid, betekenis }: Fields): readonly Value[] {
  if (score === undefined) return [];
  const said = { ...supplied({ unit: eenheid, meaning: betekenis }) };
  return [{ kind: 'score', value: score, ...said, sourcePath: 'anderresultaat/score' }];
}

export function contextOfSignalResult(fields: Fields): ResultContext {
  const { aantalopgaven, aantalgoed, aantalfout, tijd, instructietijd } = fields;
  return {
    ...supplied({
      itemCount: aantalopgaven,
      correct: aantalgoed,
      incorrect: aantalfout,
      durationSeconds: tijd,
      instructionSeconds: instructietijd,
    }),
    extra: [],
  };
}

const CONSIDERED: Readonly<Record<string, string>> = {
  meegenomen: 'considered',
  'niet-meegenomen': 'notConsidered',
  onbekend: 'unknown',
} satisfies Record<string, (typeof TARGET_LEVELS)[number]>;

/** The signal in it, still to be held against its schema; undefined when nothing of one is there. */
export function signalIn(fields: Fields): CarriedSignal | undefined {
  if (!Object.keys(fields).some((name) => name.startsWith('signaal_'))) return undefined;
  const of = (name: string) => fields[`signaal_${name}`];
  const key = of('sleutel') as string;
  const status = of('status');
  if (status === 'ingetrokken') return { key, status: 'withdrawn' };
  const [level, label] = [of('streefniveau'), of('streefniveaunaam')];
  const [itemCount, from, until] = [of('opgaven'), of('van'), of('tot')];
  const said = {
    key,
    status: status === undefined || status === 'gegeven' ? undefined : status,
    supplierGoal: present({ id: of('doel'), title: of('doelnaam') }),
    kind: of('soort') as SignalKind,
    raisedAt: instant(of('moment')) as string,
    validUntil: instant(of('geldig_tot')),
    basis: (itemCount ?? from ?? until) === undefined ? undefined : present({ itemCount, from, until }),
    targetLevel: (level ?? label) === undefined ? undefined : present({ considered: CONSIDERED[level ?? ''] ?? level, label }),
    limits: of('beperking'),
    explanationUrl: of('uitleg'),
    supersedes: of('vervangt'),
  };
  return present(said) as unknown as CarriedSignal;
}

/** A time without a zone is Dutch, as everywhere in UWLR. */
function instant(dateTime: string | undefined): string | undefined {
  return dateTime === undefined ? undefined : new Date(Number(instantOf(dateTime) / 1_000_000n)).toISOString();
}

function present(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The words that an element with a choice may have, by the JSON pointer of its part in the signal. */
export const SIGNAL_CHOICES: Readonly<Record<string, readonly string[]>> = {
  '/status': ['gegeven', 'ingetrokken'],
  '/targetLevel/considered': Object.keys(CONSIDERED),
};

/** Elements of the parts of a signal, by their JSON pointers in it. */
export const SIGNAL_ELEMENTS: Readonly<Record<string, string>> = {
  '/key': 'sleutel',
  '/status': 'status',
  '/kind': 'soort',
  '/supplierGoal': 'doel',
  '/supplierGoal/id': 'doel',
  '/supplierGoal/title': 'doelnaam',
  '/raisedAt': 'moment',
  '/validUntil': 'geldig_tot',
  '/basis/itemCount': 'opgaven',
  '/basis/from': 'van',
  '/basis/until': 'tot',
  '/targetLevel/considered': 'streefniveau',
  '/targetLevel/label': 'streefniveaunaam',
  '/limits': 'beperking',
  '/explanationUrl': 'uitleg',
  '/supersedes': 'vervangt',
};
