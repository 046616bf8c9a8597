import { supplied } from '../../core/supplied.js';
import type { GoalLevel } from '../goal-set.js';
import { goalUri } from '../goal-uri.js';
import { nameAt, objectAt, optionalTextAt } from './fields.js';
import { GoalSetError } from './goal-set-error.js';
import { GOAL_SET_LIMITS } from './goal-set-limits.js';

/** A level as `{id or uri, title, type}`. Throws `GoalSetError`. */
export function readLevel(value: unknown, place: string): GoalLevel {
  const level = objectAt(value, place);
  const id = level['uri'] ?? level['id'];
  const uri = id === undefined ? undefined : goalUri(nameAt(id, `${place}.id`));
  const title = optionalTextAt(level['title'], `${place}.title`, GOAL_SET_LIMITS.name);
  const type = optionalTextAt(level['type'], `${place}.type`, GOAL_SET_LIMITS.name);
  if (uri === undefined && title === undefined) throw new GoalSetError('field', place, 'must have a title, or the URI or UUID of a level');
  return { ...supplied({ uri, title, type }) };
}
