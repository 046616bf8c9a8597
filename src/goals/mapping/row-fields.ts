import { OwnError } from '../../core/own-error.js';
import { supplied } from '../../core/supplied.js';
import { COVERAGES, type Coverage } from '../../model/goal-link.js';
import { isOneLine } from '../../model/plain-name.js';
import type { ActivitySelector, MappingRow } from '../mapping.js';

/** Fields of a line of a mapping, with the most characters that each may have. */
export const ROW_FIELDS = {
  product: 128,
  code: 256,
  codeVocabulary: 2000,
  version: 64,
  part: 256,
  partVocabulary: 2000,
  hierarchy: 256,
  supplierGoal: 256,
  supplierGoalTitle: 1000,
  supplierGoalDescription: 4000,
  goal: 2000,
  goalSet: 2000,
  coverage: 16,
  note: 1000,
  validFrom: 10,
  validUntil: 10,
} as const;

export type RowField = keyof typeof ROW_FIELDS;

/** A line of a mapping as any format gives it: what is not given is absent or empty. */
export type RowFields = Readonly<Partial<Record<RowField, string>>>;

const SELECTOR = ['product', 'code', 'codeVocabulary', 'version', 'part', 'partVocabulary', 'hierarchy'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Why a line cannot be read: completes the sentence "line 3: ...". Holds no value of the line. */
export class UnfitRow extends OwnError {
  constructor(readonly reason: string) {
    super('row', reason);
  }
}

/**
 * The rows that one line stands for: a link, and the vendor's own text of its goal where that is given beside it. Their fields are trimmed
 * and in one order, so that equal rows have equal JSON. Throws `UnfitRow`.
 */
export function rowsOf(given: RowFields): readonly MappingRow[] {
  const fields = plainFields(given);
  const { supplierGoal, supplierGoalTitle: title, supplierGoalDescription: description, goal, goalSet } = fields;
  const activity = Object.fromEntries(SELECTOR.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
  const named = Object.keys(activity).length > 0;
  if (title !== undefined && supplierGoal === undefined) throw new UnfitRow('a title needs the id of the supplier goal');
  if (description !== undefined && title === undefined) throw new UnfitRow('a description needs the title of the supplier goal');
  if (goalSet !== undefined && goal === undefined) throw new UnfitRow('a goal set needs a goal');
  const text: MappingRow[] =
    supplierGoal === undefined || title === undefined
      ? []
      : [{ kind: 'supplierGoal', id: supplierGoal, title, ...supplied({ description }) }];
  if (!named && goal === undefined) {
    if (text.length === 0) throw new UnfitRow('links nothing: give an activity, a goal, or the title of a supplier goal');
    return text;
  }
  const written = goal === undefined ? {} : { goal, ...supplied({ goalSet }) };
  const asserted = assertedBy(fields);
  if (named) {
    checkSelector(activity);
    if (supplierGoal === undefined && goal === undefined) throw new UnfitRow('has an activity without a goal');
    return [...text, { kind: 'activity', activity, ...supplied({ supplierGoal }), ...written, ...asserted }];
  }
  if (supplierGoal === undefined || goal === undefined) throw new UnfitRow('has a goal without an activity or a supplier goal');
  return [...text, { kind: 'goal', supplierGoal, goal, ...supplied({ goalSet }), ...asserted }];
}

/** A row as the fields of a line. */
export function fieldsOf(row: MappingRow): RowFields {
  if (row.kind === 'supplierGoal') {
    const { id, title, description } = row;
    return { supplierGoal: id, supplierGoalTitle: title, ...supplied({ supplierGoalDescription: description }) };
  }
  if (row.kind === 'goal') {
    const { kind: _, ...fields } = row;
    return fields;
  }
  const { kind: _, activity, ...fields } = row;
  return { ...activity, ...fields };
}

function plainFields(given: RowFields): RowFields {
  const fields: Partial<Record<RowField, string>> = {};
  for (const [name, most] of Object.entries(ROW_FIELDS) as [RowField, number][]) {
    const text = given[name]?.trim() ?? '';
    if (text === '') continue;
    if (text.length > most) throw new UnfitRow(`${name} has more than ${most} characters`);
    if (!isOneLine(text)) throw new UnfitRow(`${name} is more than one line, or holds a control character`);
    fields[name] = text;
  }
  return fields;
}

function checkSelector({ code, codeVocabulary, version, part, partVocabulary, hierarchy, product }: ActivitySelector): void {
  if (codeVocabulary !== undefined && code === undefined) throw new UnfitRow('a vocabulary of codes needs a code');
  if (partVocabulary !== undefined && part === undefined) throw new UnfitRow('a vocabulary of parts needs a part');
  if (version !== undefined && code === undefined) throw new UnfitRow('a version needs a code');
  // Vendors number the parts of each test from 1.
  if (part !== undefined && code === undefined && partVocabulary === undefined) {
    throw new UnfitRow('a part needs the code of its test, or the vocabulary that it is a term of');
  }
  if (code === undefined && part === undefined && hierarchy === undefined && product === undefined) {
    throw new UnfitRow('an activity needs a code, a part, an entry of the hierarchy, or a product');
  }
}

function assertedBy({ coverage: word, note, validFrom, validUntil }: RowFields) {
  const coverage: Coverage | undefined = word === undefined ? 'unknown' : COVERAGES.find((one) => one === word.toLowerCase());
  if (coverage === undefined) throw new UnfitRow(`coverage is not one of ${COVERAGES.join(', ')}`);
  for (const [name, day] of Object.entries({ validFrom, validUntil })) {
    if (day !== undefined && !isDay(day)) throw new UnfitRow(`${name} is not a day such as 2026-08-01`);
  }
  if (validFrom !== undefined && validUntil !== undefined && validUntil < validFrom) throw new UnfitRow('validUntil is before validFrom');
  return {
    coverage,
    ...supplied({ note, validFrom, validUntil }),
  };
}

function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
