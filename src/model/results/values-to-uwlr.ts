import type { Resultaat } from '../../uwlr/messages/leerresultaten.js';
import type { Value, ValueKind } from '../result.js';

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

/** The figures as a resultaat holds them: one of its three forms, the one that the first value has. Others have no place beside it. */
export function figuresOf(values: readonly Value[], drop: Drop): Figures | undefined {
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
