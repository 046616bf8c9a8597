import type { Value, ValueKind } from '../../../model/result.js';

/** A figure that a row keeps as a letter and a value: its kind, its place in a message, and its unit, if it has one. */
interface PlainFigure {
  readonly kind: ValueKind;
  readonly sourcePath: string;
  readonly unit?: string;
}

const OSO = 'osoresultaat/toetsscore';

/** By their letter in a row. */
const PLAIN: Readonly<Record<string, PlainFigure>> = {
  s: { kind: 'score', sourcePath: 'score' },
  n: { kind: 'numberItems', sourcePath: `${OSO}/aantalopgaven` },
  c: { kind: 'numberCorrect', sourcePath: `${OSO}/aantalgoed` },
  i: { kind: 'numberIncorrect', sourcePath: `${OSO}/aantalfout` },
  r: { kind: 'numberRead', sourcePath: `${OSO}/aantalgelezen` },
  d: { kind: 'durationSeconds', sourcePath: `${OSO}/tijd`, unit: 's' },
  k: { kind: 'skillScore', sourcePath: `${OSO}/vaardigheidsscore` },
};

/** A plain figure as it is written: what stands before its value in a row, where it is the first and where it is not, and a bit that says that there is one. */
export interface LetteredFigure extends PlainFigure {
  readonly first: string;
  readonly next: string;
  readonly bit: number;
  /** Fields of such a figure. */
  readonly size: number;
}

const LETTERED = new Map(
  Object.entries(PLAIN).map(([letter, figure], at): [ValueKind, LetteredFigure] => [
    figure.kind,
    { ...figure, first: `{"${letter}":`, next: `,"${letter}":`, bit: 1 << at, size: figure.unit === undefined ? 3 : 4 },
  ]),
);

/** A figure that is kept whole, or as a reference score, with its place among the figures. */
type Placed = readonly [place: number, value: Value] | readonly [place: number, value: string, scale: string, comparedWith: string];

/** Figures of a result as they are kept: the plain ones by their letters, in order; all others in `v`. */
export interface CompactValues {
  readonly v?: readonly Placed[];
  readonly [letter: string]: unknown;
}

/** How a figure is written that is kept by its value alone; undefined for any other. */
export function letteredFigure(value: Value): LetteredFigure | undefined {
  const figure = LETTERED.get(value.kind);
  if (figure === undefined || value.sourcePath !== figure.sourcePath || value.unit !== figure.unit) return undefined;
  return sizeOf(value) === figure.size ? figure : undefined;
}

/** A figure that is not plain, at this place. `references`: how many reference scores come before it. */
export function placed(place: number, value: Value, references: number): Placed {
  const { kind, scale, comparedWith, sourcePath } = value;
  const isReference = kind === 'reference' && scale !== undefined && comparedWith !== undefined && sizeOf(value) === 5;
  return isReference && sourcePath === referencePath(references) ? [place, value.value, scale, comparedWith] : [place, value];
}

/** The figures again, in their order. */
export function valuesOf(compact: CompactValues): readonly Value[] {
  const rest = compact.v ?? [];
  const values: Value[] = [];
  const add = ([, value, scale, comparedWith]: Placed): void => {
    if (typeof value !== 'string') values.push(value);
    else {
      const references = values.filter(({ kind }) => kind === 'reference').length;
      const of = { scale: scale as string, comparedWith: comparedWith as string };
      values.push({ kind: 'reference', value, ...of, sourcePath: referencePath(references) });
    }
  };
  let next = 0;
  for (const letter in compact) {
    const plain = PLAIN[letter];
    if (plain === undefined) continue;
    while (rest[next]?.[0] === values.length) add(rest[next++] as Placed);
    const { kind, sourcePath, unit } = plain;
    const value = compact[letter] as string;
    values.push(unit === undefined ? { kind, value, sourcePath } : { kind, value, unit, sourcePath });
  }
  while (next < rest.length) add(rest[next++] as Placed);
  return values;
}

function referencePath(before: number): string {
  return `osoresultaat/referentiescore[${before + 1}]/waarde`;
}

function sizeOf(value: object): number {
  let size = 0;
  for (const _ in value) size += 1;
  return size;
}
