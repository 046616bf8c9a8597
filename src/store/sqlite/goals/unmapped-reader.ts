import { setImmediate as turn } from 'node:timers/promises';
import type { TaggedActivity } from '../../../goals/tagged-activity.js';
import type { Activity } from '../../../model/result.js';
import type { OnActivity, Unmapped, UnmappedActivity, UnmappedQuery } from '../../goals/unmapped-activity.js';
import { dayNumber, dayText } from '../../tables/results/day-number.js';
import type { StatementCache } from '../connection/statement-cache.js';
import { NewestOfActivity } from './newest-of-activity.js';

/** Before any day. */
const FIRST = Number.MIN_SAFE_INTEGER;

interface ActivityRow {
  readonly seq: number;
  readonly party: string;
  readonly document: string;
}

interface CountRow {
  readonly results: number;
  readonly last: number | null;
}

interface LinkRow {
  readonly original: string;
  readonly supplier_goal: string | null;
}

/** What is gathered of one activity over schools. */
interface Gathered extends Omit<UnmappedActivity, 'written' | 'supplierGoals' | 'schools' | 'results' | 'lastResult'> {
  schools: number;
  results: number;
  lastResult: string;
  readonly written: Set<string>;
  readonly supplierGoals: Set<string>;
}

/** Reads which activities have no goal, with a turn for the event loop after each of them. */
export async function readUnmapped(
  statements: StatementCache,
  { party, school, since }: UnmappedQuery,
  onActivity?: OnActivity,
): Promise<Unmapped> {
  const narrowed = [...(party === undefined ? [] : ['a.party = ?']), ...(school === undefined ? [] : ['a.school = ?'])];
  const parameters = [party, school].filter((one) => one !== undefined);
  const activities = statements.prepare<ActivityRow>(`
    SELECT a.seq, a.party, a.document FROM activities a
    WHERE NOT EXISTS (SELECT 1 FROM goal_links l WHERE l.activity = a.seq AND l.ended_at IS NULL AND l.goal IS NOT NULL)
    ${narrowed.map((one) => `AND ${one}`).join(' ')} ORDER BY a.seq`);
  const counts = statements.prepare<CountRow>(
    `SELECT count(*) AS results, max(r.day) AS last FROM result_shared h JOIN results r ON r.shared = h.seq
     WHERE h.activity = ? AND r.current = 1 AND r.day >= ?`,
  );
  const newest = new NewestOfActivity(statements);
  const links = statements.prepare<LinkRow>(
    'SELECT original, supplier_goal FROM goal_links WHERE activity = ? AND ended_at IS NULL ORDER BY seq',
  );
  const found = new Map<string, Gathered>();
  const rows = activities.all(...parameters);
  for (const [at, row] of rows.entries()) {
    await turn();
    onActivity?.(at + 1, rows.length);
    const { results, last } = counts.get(row.seq, since === undefined ? FIRST : dayNumber(since)) as CountRow;
    if (last === null) continue;
    const one = gathered(found, row, () => newest.activity(row.seq));
    one.schools += 1;
    one.results += results;
    const lastResult = dayText(last);
    if (lastResult > one.lastResult) one.lastResult = lastResult;
    for (const { original, supplier_goal } of links.all(row.seq)) {
      if (supplier_goal !== null && original === supplier_goal) one.supplierGoals.add(supplier_goal);
      else one.written.add(original);
    }
  }
  return { items: [...found.values()].map(listed).sort(inOrder), waiting: waitingOf(statements, narrowed, parameters) };
}

function gathered(found: Map<string, Gathered>, { party, document }: ActivityRow, latest: () => Partial<Activity> | undefined): Gathered {
  const key = JSON.stringify([party, document]);
  const known = found.get(key);
  if (known !== undefined) return known;
  const { name, part } = latest() ?? {};
  const fresh: Gathered = {
    party,
    activity: JSON.parse(document) as TaggedActivity,
    ...(name === undefined ? {} : { name }),
    ...(part?.name === undefined ? {} : { partName: part.name }),
    schools: 0,
    results: 0,
    lastResult: '',
    written: new Set(),
    supplierGoals: new Set(),
  };
  found.set(key, fresh);
  return fresh;
}

function listed({ written, supplierGoals, ...one }: Gathered): UnmappedActivity {
  return { ...one, written: [...written], supplierGoals: [...supplierGoals] };
}

function inOrder(one: UnmappedActivity, other: UnmappedActivity): number {
  if (one.party !== other.party) return one.party < other.party ? -1 : 1;
  return other.results - one.results || (JSON.stringify(one.activity) < JSON.stringify(other.activity) ? -1 : 1);
}

function waitingOf(statements: StatementCache, narrowed: readonly string[], parameters: readonly string[]): number {
  const sql = `SELECT count(*) AS count FROM sources a CROSS JOIN result_shared h ON h.source = a.seq AND h.activity IS NULL
    CROSS JOIN results r ON r.shared = h.seq AND r.current = 1 ${narrowed.length === 0 ? '' : `WHERE ${narrowed.join(' AND ')}`}`;
  return statements.prepare<{ count: number }>(sql).get(...parameters)?.count ?? 0;
}
