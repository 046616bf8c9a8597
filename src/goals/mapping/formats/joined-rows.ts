import { supplied } from '../../../core/supplied.js';
import { groupedBy } from '../../grouped.js';
import type { ActivitySelector, MappingRow } from '../../mapping.js';
import type { LeftOut } from '../read-mapping.js';

/** That an activity is about a public goal, whichever way a mapping says so. */
export interface JoinedRow {
  readonly activity: ActivitySelector & { readonly code: string };
  readonly goal: string;
  readonly goalSet?: string;
}

/**
 * The links from tests to public goals, for formats that have nothing else: those by a goal of the vendor too. `fits`: the rows that the
 * format has room for. What the format has no room for is counted.
 */
export function joinedRows(
  rows: readonly MappingRow[],
  fits: (activity: ActivitySelector) => boolean,
): { readonly joined: readonly JoinedRow[]; readonly leftOut: readonly LeftOut[] } {
  const goals = groupedBy(
    rows.filter((row) => row.kind === 'goal'),
    ({ supplierGoal }) => supplierGoal,
  );
  const found = new Map<string, JoinedRow>();
  const left = {
    'activities that it cannot name': 0,
    'goals of the vendor without a public goal': 0,
    'coverage, notes and days of links': 0,
    'goals of the vendor': 0,
  };
  left['goals of the vendor'] = new Set(rows.flatMap((row) => (row.kind === 'supplierGoal' ? [row.id] : (row.supplierGoal ?? [])))).size;
  for (const row of rows) {
    if (row.kind === 'supplierGoal') continue;
    if (row.coverage !== 'unknown' || row.note !== undefined || row.validFrom !== undefined || row.validUntil !== undefined)
      left['coverage, notes and days of links'] += 1;
    if (row.kind !== 'activity') continue;
    const { activity, goal, goalSet, supplierGoal = '' } = row;
    const { code } = activity;
    if (code === undefined || !fits(activity)) {
      left['activities that it cannot name'] += 1;
      continue;
    }
    const targets = goal === undefined ? (goals.get(supplierGoal) ?? []) : [{ goal, ...supplied({ goalSet }) }];
    if (targets.length === 0) left['goals of the vendor without a public goal'] += 1;
    for (const target of targets) {
      const joined = {
        activity: { ...activity, code },
        goal: target.goal,
        ...supplied({ goalSet: target.goalSet }),
      };
      found.set(JSON.stringify(joined), joined);
    }
  }
  return { joined: [...found.values()], leftOut: Object.entries(left).flatMap(([what, count]) => (count === 0 ? [] : [{ what, count }])) };
}
