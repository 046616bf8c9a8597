import type { Coverage } from '../../model/goal-link.js';

/**
 * How an activity and a public goal fit, when the activity fits a goal of the vendor in the one way and that goal the public one in the
 * other. `full` changes nothing, and the same twice stays the same. Of anything else nobody said how it fits: unknown.
 */
export function joinedCoverage(activity: Coverage, goal: Coverage): Coverage {
  if (activity === goal || goal === 'full') return activity;
  return activity === 'full' ? goal : 'unknown';
}
