import { declaredResult } from '../../../goals/declared-result.js';
import type { ProfileIndex } from '../../../goals/profile-index.js';
import type { SourceProfile } from '../../../goals/source-profile.js';
import { holdsOn, type TaggedLink } from '../../../goals/tagged-link.js';
import type { GoalLink } from '../../../model/goal-link.js';
import type { Signal } from '../../../model/signal.js';
import { query } from '../../sql/query.js';
import { rows as asked, type Script, together } from '../../sql/script.js';
import type { StoredResult } from '../../store.js';
import { type ResultRowColumns, StoredResults } from '../results/stored-result.js';
import { LINK_COLUMNS, type LinkRow, taggedLink } from './links.js';
import { MUTED, SIGNAL_COLUMNS, SIGNAL_JOINS, type SignalDocumentRow, storedSignal } from './signals/signal-rows.js';

interface OfSchools {
  readonly schools: readonly string[];
}

interface ConfirmedRow {
  readonly school: string;
  readonly party: string;
  readonly product: string;
  readonly version: number;
}

/** A signal with a result that it rests on. */
interface BasedRow extends SignalDocumentRow {
  readonly school: string;
  readonly result: string;
}

/** The current links of activities, in the order in which they were made. */
const LINKS = query<LinkRow & { readonly activity: number }, { readonly activities: readonly number[] }>(
  ({ inList }) => `
    SELECT l.activity, ${LINK_COLUMNS} FROM goal_links l LEFT JOIN goal_sets s ON s.seq = l.goal_set
    WHERE l.activity ${inList('number', 'activities')} AND l.ended_at IS NULL ORDER BY l.seq`,
);
const CONFIRMED = query<ConfirmedRow, OfSchools>(
  ({ inList }) => `SELECT school, party, product, version FROM profile_confirmations WHERE school ${inList('text', 'schools')}`,
);
/** Signals that hold at an instant and rest on these results, without those that the school muted. Most schools have none: that is looked at first. */
const SIGNALS = query<BasedRow, OfSchools & { readonly results: readonly string[]; readonly now: number }>(
  ({ inList, thenJoin }) => `
    SELECT b.school, b.result, ${SIGNAL_COLUMNS} FROM signal_basis b
    ${thenJoin} signals s ON s.school = b.school AND s.id = b.signal AND s.current = 1 ${SIGNAL_JOINS}
    WHERE EXISTS (SELECT 1 FROM signal_basis x WHERE x.school ${inList('text', 'schools')})
      AND b.school ${inList('text', 'schools')} AND b.result ${inList('text', 'results')}
      AND s.status = 'raised' AND (s.valid_until IS NULL OR s.valid_until > @now) AND NOT ${MUTED} ORDER BY s.seq`,
);

/**
 * Stored results of rows, in that order: with the goals of their activities, what their vendors declare (`profiles`) and the signals that hold
 * now. Every reader of results goes through here. Asks once, for all of them together.
 */
export function* completeResults(rows: readonly ResultRowColumns[], profiles: ProfileIndex): Script<readonly StoredResult[]> {
  if (rows.length === 0) return [];
  const stored = new StoredResults();
  const results = rows.map((row) => stored.of(row));
  const schools = distinct(rows.map(({ school }) => school));
  const [links, confirmed, signals] = yield* together(
    asked(LINKS, { activities: distinct(rows.flatMap(({ activity }) => activity ?? [])) }),
    asked(CONFIRMED, { schools }),
    asked(SIGNALS, { schools, results: results.map(({ id }) => id), now: Date.now() }),
  );
  const linksOf = grouped(links, ({ activity }) => activity, taggedLink);
  const signalsOf = grouped(signals, keyOfResult, bare);
  const confirmations = new Set(confirmed.map(keyOfVersion));
  return results.map((result, at) => {
    const { school, id, date } = result;
    const isConfirmed = (profile: SourceProfile) => confirmations.has(keyOfVersion({ ...profile, school }));
    const declared = declaredResult(result, profiles, isConfirmed);
    const goals = linksOf.get(rows[at]!.activity ?? NO_ACTIVITY);
    const based = signalsOf.get(keyOfResult({ school, result: id }));
    return {
      ...declared,
      ...(based && { signals: based }),
      ...(goals && { goalLinks: linksOn(goals, date) }),
    };
  });
}

/** The same by the places of their rows. */
export function* completeByPlace(rows: readonly ResultRowColumns[], profiles: ProfileIndex): Script<ReadonlyMap<number, StoredResult>> {
  const results = yield* completeResults(rows, profiles);
  return new Map(results.map((result, at) => [rows[at]!.seq, result]));
}

/** No activity has this number. */
const NO_ACTIVITY = 0;

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

function grouped<Row, Key, T>(rows: readonly Row[], keyOf: (row: Row) => Key, item: (row: Row) => T): ReadonlyMap<Key, readonly T[]> {
  const groups = new Map<Key, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [item(row)]);
    else group.push(item(row));
  }
  return groups;
}

function keyOfResult({ school, result }: Pick<BasedRow, 'school' | 'result'>): string {
  return `${school}\n${result}`;
}

function keyOfVersion({ school, party, product, version }: ConfirmedRow): string {
  return JSON.stringify([school, party, product, version]);
}

function linksOn(links: readonly TaggedLink[], day: string): readonly GoalLink[] {
  return links.filter((link) => holdsOn(link, day)).map(({ validFrom: _, validUntil: __, ...link }) => link);
}

function bare(row: SignalDocumentRow): Signal {
  const { muted: _, storedAt: __, rosterLearner: ___, ...signal } = storedSignal(row);
  return signal;
}
