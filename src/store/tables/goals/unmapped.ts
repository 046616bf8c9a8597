import type { TaggedActivity } from '../../../goals/tagged-activity.js';
import type { OnActivity, Unmapped, UnmappedActivity, UnmappedQuery } from '../../goals/unmapped-activity.js';
import { family, query } from '../../sql/query.js';
import { all, first, type Script, stream } from '../../sql/script.js';
import { dayNumber, dayText } from '../results/day-number.js';
import { newestOfActivity } from './newest-of-activity.js';

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

type Narrowed = 'everywhere' | 'party' | 'school' | 'party and school';

const NARROWED: Readonly<Record<Narrowed, string>> = {
  everywhere: '',
  party: 'AND a.party = @party',
  school: 'AND a.school = @school',
  'party and school': 'AND a.party = @party AND a.school = @school',
};
const SHAPES = Object.keys(NARROWED) as readonly Narrowed[];

type Values = Pick<UnmappedQuery, 'party' | 'school'>;

const ACTIVITIES = family<Narrowed, ActivityRow, Values>(
  SHAPES,
  (shape) => `
    SELECT a.seq, a.party, a.document FROM activities a
    WHERE NOT EXISTS (SELECT 1 FROM goal_links l WHERE l.activity = a.seq AND l.ended_at IS NULL AND l.goal IS NOT NULL)
      ${NARROWED[shape]} ORDER BY a.seq`,
);
const WAITING = family<Narrowed, { readonly count: number }, Values>(
  SHAPES,
  (shape, { thenJoin }) => `
    SELECT count(*) AS count FROM sources a ${thenJoin} result_shared h ON h.source = a.seq AND h.activity IS NULL
    ${thenJoin} results r ON r.shared = h.seq AND r.current = 1 WHERE 1 = 1 ${NARROWED[shape]}`,
);
const COUNTS = query<CountRow, { readonly activity: number; readonly since: number }>(
  () => `
    SELECT count(*) AS results, max(r.day) AS last FROM result_shared h JOIN results r ON r.shared = h.seq
    WHERE h.activity = @activity AND r.current = 1 AND r.day >= @since`,
);
const LINKS = query<LinkRow, { readonly activity: number }>(
  () => 'SELECT original, supplier_goal FROM goal_links WHERE activity = @activity AND ended_at IS NULL ORDER BY seq',
);

/** Reads which activities have no goal, with a turn for the event loop after each of them. */
export function* unmapped({ party, school, since }: UnmappedQuery, onActivity?: OnActivity): Script<Unmapped> {
  const shape =
    party === undefined ? (school === undefined ? 'everywhere' : 'school') : school === undefined ? 'party' : 'party and school';
  const values = { ...(party === undefined ? {} : { party }), ...(school === undefined ? {} : { school }) };
  const from = since === undefined ? FIRST : dayNumber(since);
  const found = new Map<string, Gathered>();
  const rows = yield* all(ACTIVITIES(shape), values);
  for (const [at, row] of rows.entries()) {
    const counted: CountRow[] = [];
    // As a stream, so that the event loop gets its turn.
    yield* stream(COUNTS, { activity: row.seq, since: from }, (counts) => counted.push(counts));
    onActivity?.(at + 1, rows.length);
    const { results, last } = counted[0]!;
    if (last === null) continue;
    const one = yield* gathered(found, row);
    one.schools += 1;
    one.results += results;
    const lastResult = dayText(last);
    if (lastResult > one.lastResult) one.lastResult = lastResult;
    for (const { original, supplier_goal } of yield* all(LINKS, { activity: row.seq })) {
      if (supplier_goal !== null && original === supplier_goal) one.supplierGoals.add(supplier_goal);
      else one.written.add(original);
    }
  }
  const waiting = yield* first(WAITING(shape), values);
  return { items: [...found.values()].map(listed).sort(inOrder), waiting: waiting?.count ?? 0 };
}

function* gathered(found: Map<string, Gathered>, { seq, party, document }: ActivityRow): Script<Gathered> {
  const key = JSON.stringify([party, document]);
  const known = found.get(key);
  if (known !== undefined) return known;
  const { name, part } = (yield* newestOfActivity(seq)) ?? {};
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
