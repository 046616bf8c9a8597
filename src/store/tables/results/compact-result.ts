import type { InMaking } from '../../../core/supplied.js';
import type { Loss, Result, ResultContext, ResultNorm, Value, ValueKind } from '../../../model/result.js';
import { isTranslated } from '../../../model/results/translate-results.js';
import { NOTHING_MORE } from '../../../model/results/translate-values.js';
import { StoreError } from '../../store-error.js';
import { type CompactValues, letteredFigure, placed, valuesOf } from './compact-values.js';
import { dayText, isUsualDate } from './day-number.js';

/** What the row of a result says besides its own text. */
export interface ResultFrame {
  readonly id: string;
  readonly school: string;
  readonly learner: string;
  readonly eckId: string | null;
  readonly day: number;
}

/** What results of one message have in common. */
export type SharedPart = Pick<Result, 'schoolYear' | 'source' | 'activity'>;

/**
 * What only this result says. Figures: see `CompactValues`. Absent is what most results have: a final result with nothing lost, without
 * links or signals, and with the circumstances that its figures say.
 */
interface OwnPart extends CompactValues {
  /** The norm: its term, or all of it. */
  readonly g?: string | ResultNorm;
  /** The circumstances. */
  readonly t?: ResultContext;
  readonly u?: string;
  readonly l?: readonly Loss[];
  /** Fields that it has besides, or other than the rest of the row says. */
  readonly x?: Readonly<Record<string, unknown>>;
  /** Fields that it does not have. */
  readonly m?: readonly string[];
}

type Field = keyof Result;

/** In the order of a document. Those of `OMITTED` are kept in own text only where they differ from what they usually are. */
const FIELDS: ReadonlySet<string> = new Set<Field>([
  ...(['id', 'school', 'schoolYear', 'learner', 'eckId', 'source', 'activity', 'date', 'values', 'norm'] as const),
  ...(['context', 'goalLinks', 'signals', 'detailUrl', 'status', 'losses'] as const),
]);
const REQUIRED: readonly Field[] = ['id', 'school', 'learner', 'date', 'values', 'context', 'goalLinks', 'signals', 'status', 'losses'];

/** Which figure says which circumstance. */
const COUNTED: readonly (readonly [keyof ResultContext, ValueKind])[] = [
  ['itemCount', 'numberItems'],
  ['correct', 'numberCorrect'],
  ['incorrect', 'numberIncorrect'],
  ['durationSeconds', 'durationSeconds'],
];

/** Text that stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** The text that this result has in common with others of its message. */
export function sharedText({ schoolYear, source, activity }: Result): string {
  return JSON.stringify({ schoolYear, source, activity });
}

/** The text of what only this result says. `school`: the school of its row. */
export function ownText(result: Result, school: string): string {
  let text = figures(result.values ?? []);
  const { norm, context, detailUrl, losses } = result;
  if (norm !== undefined) text += `${before(text)}"g":${isTerm(norm) ? quoted(norm.term) : JSON.stringify(norm)}`;
  if (context !== undefined && !isCounted(context, result.values ?? [])) text += `${before(text)}"t":${JSON.stringify(context)}`;
  if (detailUrl !== undefined) text += `${before(text)}"u":${quoted(detailUrl)}`;
  if (losses !== undefined && losses.length > 0) text += `${before(text)}"l":${JSON.stringify(losses)}`;
  if (!isUsual(result, school)) text += unusual(text, result, school);
  return text === '' ? '{}' : `${text}}`;
}

/** The result that a row is of, field for field in the order of a document. Absent stays absent. */
export function expanded(frame: ResultFrame, shared: SharedPart, own: OwnPart): Result {
  const { id, school, learner, eckId, day } = frame;
  const { g, u, l, x, m } = own;
  const values = valuesOf(own);
  const result = { id, school } as InMaking<Result>;
  if (shared.schoolYear !== undefined) result.schoolYear = shared.schoolYear;
  result.learner = learner;
  if (eckId !== null) result.eckId = eckId;
  if (shared.source !== undefined) result.source = shared.source;
  if (shared.activity !== undefined) result.activity = shared.activity;
  result.date = dayText(day);
  result.values = values;
  if (g !== undefined) result.norm = typeof g === 'string' ? { term: g } : g;
  result.context = own.t ?? counted(values);
  result.goalLinks = [];
  result.signals = [];
  if (u !== undefined) result.detailUrl = u;
  result.status = 'final';
  result.losses = l ?? [];
  if (x !== undefined) Object.assign(result, x);
  if (m !== undefined) for (const field of m) delete (result as Record<string, unknown>)[field];
  return result;
}

/** Throws `StoreError('failed')`, without a word of the text. */
export function parsed<T>(text: string, seq: number): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new StoreError('failed', `results: the document of row ${seq} is not JSON`);
  }
}

export type { OwnPart };

/** What stands before the next field of a text. It is made from its beginning, since to cut a text V8 first copies the pieces that it is of. */
function before(text: string): '{' | ',' {
  return text === '' ? '{' : ',';
}

/** The beginning of a text: the figures. */
function figures(values: readonly Value[]): string {
  let text = '';
  let used = 0;
  let references = 0;
  let rest: unknown[] | undefined;
  for (let place = 0; place < values.length; place++) {
    const value = values[place] as Value;
    const figure = letteredFigure(value);
    if (figure === undefined || (used & figure.bit) !== 0) {
      rest ??= [];
      rest.push(placed(place, value, references));
    } else {
      used |= figure.bit;
      text += (text === '' ? figure.first : figure.next) + quoted(value.value);
    }
    if (value.kind === 'reference') references += 1;
  }
  return rest === undefined ? text : `${text}${before(text)}"v":${JSON.stringify(rest)}`;
}

/** What makes a result differ from most, behind a text: fields that it has besides, or lacks, or that say something else than its row. */
function unusual(behind: string, result: Result, school: string): string {
  const other: Record<string, unknown> = {};
  const { date, goalLinks, signals, status } = result;
  for (const field in result) if (!FIELDS.has(field)) other[field] = result[field as Field];
  if (result.school !== school && result.school !== undefined) other['school'] = result.school;
  if (date !== undefined && !isUsualDate(date)) other['date'] = date;
  if (goalLinks !== undefined && goalLinks.length > 0) other['goalLinks'] = goalLinks;
  if (signals !== undefined && signals.length > 0) other['signals'] = signals;
  if (status !== undefined && status !== 'final') other['status'] = status;
  const lacks = REQUIRED.filter((field) => result[field] === undefined);
  const text = Object.keys(other).length === 0 ? '' : `${before(behind)}"x":${JSON.stringify(other)}`;
  return lacks.length === 0 ? text : `${text}${before(behind + text)}"m":${JSON.stringify(lacks)}`;
}

/** Whether a result has all fields of most results and no others, and says in them what most say: nearly every one does. */
function isUsual(result: Result, school: string): boolean {
  if (!isTranslated(result) && !hasAllFields(result)) return false;
  const { goalLinks, signals, status } = result;
  return result.school === school && status === 'final' && goalLinks.length === 0 && signals.length === 0 && isUsualDate(result.date);
}

function hasAllFields(result: Result): boolean {
  for (const field in result) if (!FIELDS.has(field)) return false;
  return REQUIRED.every((field) => result[field] !== undefined);
}

function isTerm(norm: ResultNorm): boolean {
  for (const field in norm) if (field !== 'term') return false;
  return true;
}

/** What the figures themselves say about the circumstances. */
function counted(values: readonly Value[]): ResultContext {
  const context = { extra: [] } as { -readonly [K in keyof ResultContext]: ResultContext[K] };
  for (const [name, kind] of COUNTED) {
    const value = figureOf(values, kind);
    if (value !== undefined) Object.assign(context, { [name]: value });
  }
  return context;
}

function isCounted(context: ResultContext, values: readonly Value[]): boolean {
  if (context === NOTHING_MORE && values.length === 1 && values[0]?.kind === 'score') return true;
  if (!Array.isArray(context.extra) || context.extra.length > 0) return false;
  let fields = 1;
  const isScore = values.length === 1 && values[0]?.kind === 'score';
  for (let at = 0; at < COUNTED.length; at++) {
    const [name, kind] = COUNTED[at] as (typeof COUNTED)[number];
    const value = isScore ? undefined : figureOf(values, kind);
    if (context[name] !== value) return false;
    if (value !== undefined) fields += 1;
  }
  for (const _ in context) fields -= 1;
  return fields === 0;
}

/** What the first figure of a kind says. */
function figureOf(values: readonly Value[], kind: ValueKind): string | undefined {
  for (let at = 0; at < values.length; at++) if (values[at]?.kind === kind) return values[at]?.value;
  return undefined;
}

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
