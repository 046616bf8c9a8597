import { isOneLine } from '../../model/plain-name.js';
import { GoalSetError } from './goal-set-error.js';
import { GOAL_SET_LIMITS } from './goal-set-limits.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(value: unknown, place: string): JsonObject {
  if (isObject(value)) return value;
  throw new GoalSetError('field', place, 'must be an object');
}

export function listAt(value: unknown, place: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new GoalSetError('field', place, 'must be a list');
  if (value.length > most) throw new GoalSetError('large', place, `holds ${value.length} entries, and at most ${most} are allowed`);
  return value;
}

/** A text that is there and not blank. */
export function textAt(value: unknown, place: string, most: number): string {
  if (typeof value !== 'string' || value.trim() === '') throw new GoalSetError('field', place, 'must be a text that is not empty');
  if (value.length > most) throw new GoalSetError('large', place, `is longer than ${most} characters`);
  return value;
}

/** The same where it may be absent, which an empty text is too. */
export function optionalTextAt(value: unknown, place: string, most: number): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : textAt(value, place, most);
}

/** A name on one line, without white space around it. */
export function nameAt(value: unknown, place: string): string {
  const text = textAt(value, place, GOAL_SET_LIMITS.name).trim();
  if (!isOneLine(text)) throw new GoalSetError('field', place, 'must be one line without control characters');
  return text;
}

/** The members that no reader has a use for, or undefined when there are none. */
export function restOf(object: JsonObject, known: readonly string[]): JsonObject | undefined {
  const rest = Object.entries(object).filter(([name]) => !known.includes(name));
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}
