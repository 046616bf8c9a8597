import type { SignalStatus } from '../../../../model/signal.js';
import type { LearnerOf, SignalQuery, SignalStanding, SignalTally, StoredSignal } from '../../../goals/signal-store.js';
import type { OutgoingSignal } from '../../../outbox-store.js';
import type { Page, Stretch } from '../../../page-of.js';
import type { KeptSignal } from '../../../rights-store.js';
import { seqOf } from '../../../sql/cursor.js';
import { pageOf, rowsFor } from '../../../sql/page.js';
import { family, query } from '../../../sql/query.js';
import { all, rows, type Script, together } from '../../../sql/script.js';
import { StoreError } from '../../../store-error.js';
import { placedIds, placedIdText } from '../../results/result-id.js';
import { sourcesOf } from '../../results/sources-of.js';
import { MUTED, SIGNAL_COLUMNS, SIGNAL_JOINS, type SignalDocumentRow, storedSignal } from './signal-rows.js';

interface OutgoingRow extends SignalDocumentRow {
  readonly sealed_id: Uint8Array | null;
  readonly current: number;
}

interface LearnerOfRow {
  readonly alias: string;
  readonly roster_learner: string | null;
}

interface StandingRow extends LearnerOfRow {
  readonly id: string;
  readonly status: SignalStatus;
  readonly digest: string;
}

type OfSchool = { readonly school: string };
type Named = OfSchool & { readonly aliases: readonly string[] };

const FROM_SIGNALS = `FROM signals s ${SIGNAL_JOINS}`;
const SELECT = `SELECT ${SIGNAL_COLUMNS} ${FROM_SIGNALS}`;

/** Of any place, and of any number of them. */
const LAST = Number.MAX_SAFE_INTEGER;

/** What a list of signals can be asked for: a word for each. `shown`: without those that the school muted. */
const ASKED = ['learners', 'party', 'kind', 'at', 'since', 'shown'] as const;

const SHAPES = ASKED.reduce<readonly string[]>((shapes, word) => shapes.flatMap((shape) => [shape, `${shape} ${word}`]), ['']);

interface PlacesValues extends OfSchool, Required<Stretch>, Pick<SignalQuery, 'learners' | 'party' | 'kind'> {
  readonly at: number | undefined;
  readonly since: number | undefined;
}

const PLACES = family<string, { readonly seq: number }, PlacesValues>(SHAPES, (shape, { inList }) => {
  const asked = new Set(shape.split(' '));
  const conditions = ['s.school = @school', 's.current = 1'];
  if (asked.has('learners')) {
    const isNamed = (column: string) => `${column} ${inList('text', 'learners')}`;
    conditions.push(
      `s.learner IN (SELECT seq FROM learners WHERE school = s.school AND (${isNamed('alias')} OR ${isNamed('roster_learner')}))`,
    );
  }
  if (asked.has('party')) conditions.push('s.party = @party');
  if (asked.has('kind')) conditions.push('s.kind = @kind');
  if (asked.has('at')) conditions.push("s.status = 'raised' AND (s.valid_until IS NULL OR s.valid_until > @at)");
  if (asked.has('since')) conditions.push('s.exchange IN (SELECT seq FROM exchanges WHERE stored_at >= @since)');
  if (asked.has('shown')) conditions.push(`NOT ${MUTED}`);
  return `SELECT s.seq FROM signals s WHERE ${conditions.join(' AND ')} AND s.seq > @after AND s.seq <= @upTo ORDER BY s.seq LIMIT @limit`;
});
// By their places, and not through all that the school has.
const AT = query<SignalDocumentRow, OfSchool & { readonly places: readonly number[] }>(
  ({ aside, inList }) => `${SELECT} WHERE ${aside('s.school')} = @school AND s.seq ${inList('number', 'places')} ORDER BY s.seq`,
);
const OUTGOING = query<OutgoingRow, { readonly seqs: readonly number[] }>(
  ({ inList }) => `SELECT l.sealed_id, s.current, ${SIGNAL_COLUMNS} ${FROM_SIGNALS} WHERE s.seq ${inList('number', 'seqs')}`,
);
const OF_LEARNERS = query<SignalDocumentRow, { readonly learners: readonly number[] }>(
  ({ inList }) => `${SELECT} WHERE s.learner ${inList('number', 'learners')} ORDER BY s.learner, s.seq`,
);
const REVISIONS = query<SignalDocumentRow, OfSchool & { readonly id: string }>(
  () => `${SELECT} WHERE s.school = @school AND s.id = @id ORDER BY s.revision`,
);
const STANDINGS = query<StandingRow, OfSchool & { readonly ids: readonly string[] }>(
  ({ inList }) => `
    SELECT s.id, s.status, s.digest, l.alias, l.roster_learner FROM signals s JOIN learners l ON l.seq = s.learner
    WHERE s.school = @school AND s.id ${inList('text', 'ids')} ORDER BY s.id, s.revision`,
);
const OF_RESULTS = query<LearnerOfRow & { readonly id: Uint8Array }, OfSchool & { readonly ids: readonly Uint8Array[] }>(
  ({ by, inList }) => `
    SELECT r.id, l.alias, l.roster_learner FROM results r ${by('results_current')} JOIN learners l ON l.seq = r.learner
    WHERE r.source IN ${sourcesOf('@school')} AND r.id ${inList('bytes', 'ids')} AND r.current = 1 ORDER BY r.source`,
);
const BY_RESULTS = query<LearnerOfRow, Named>(
  ({ inList }) => `SELECT alias, roster_learner FROM learners WHERE school = @school AND alias ${inList('text', 'aliases')}`,
);
const BY_ROSTER = query<LearnerOfRow, Named>(
  ({ inList }) =>
    `SELECT alias, learner AS roster_learner FROM learner_aliases WHERE school = @school AND alias ${inList('text', 'aliases')}`,
);
const TALLIES = query<Omit<SignalTally, 'mutedAt'> & { readonly muted_at: number | null }, OfSchool>(
  () => `
    SELECT k.party, k.kind, count(s.seq) AS signals, m.muted_at FROM (
      SELECT DISTINCT party, kind FROM signals WHERE school = @school AND current = 1
      UNION SELECT party, kind FROM signal_mutes WHERE school = @school
    ) k LEFT JOIN signals s ON s.school = @school AND s.party = k.party AND s.kind = k.kind AND s.current = 1
    LEFT JOIN signal_mutes m ON m.school = @school AND m.party = k.party AND m.kind = k.kind
    GROUP BY k.party, k.kind, m.muted_at ORDER BY k.party, k.kind`,
);

/** Places of newest revisions, lowest first. */
export function* signalPlaces(
  { muted, at, since, ...asked }: SignalQuery,
  { after, upTo = LAST, limit = LAST }: Stretch,
): Script<readonly number[]> {
  const values = { ...asked, at: instantOf(at), since: instantOf(since), after, upTo, limit };
  const isAsked: Readonly<Record<(typeof ASKED)[number], boolean>> = {
    learners: asked.learners !== undefined,
    party: asked.party !== undefined,
    kind: asked.kind !== undefined,
    at: at !== undefined,
    since: since !== undefined,
    shown: muted !== true,
  };
  const shape = ['', ...ASKED.filter((word) => isAsked[word])].join(' ');
  return (yield* all(PLACES(shape), values)).map(({ seq }) => seq);
}

/** Lowest first. */
export function* signalsAt(school: string, places: readonly number[]): Script<ReadonlyMap<number, StoredSignal>> {
  return new Map((yield* all(AT, { school, places })).map((row) => [row.seq, storedSignal(row)]));
}

/** Asks twice. */
export function* signalPage({
  cursor,
  limit,
  ...asked
}: SignalQuery & { readonly cursor?: string; readonly limit: number }): Script<Page<StoredSignal>> {
  const after = cursor === undefined ? 0 : seqOf('signals', cursor);
  const places = yield* signalPlaces(asked, { after, limit: rowsFor(limit) });
  const signals = yield* signalsAt(asked.school, places);
  return pageOf(
    'signals',
    places.map((seq) => ({ seq })),
    limit,
    ({ seq }) => signals.get(seq) as StoredSignal,
  );
}

/** The revisions with these numbers, for whoever is told of them. */
export function* outgoingSignals(seqs: readonly number[]): Script<ReadonlyMap<number, OutgoingSignal>> {
  if (seqs.length === 0) return new Map();
  const rows = yield* all(OUTGOING, { seqs });
  return new Map(
    rows.map((row) => {
      const { seq, sealed_id, current } = row;
      return [seq, { signal: storedSignal(row), ...(sealed_id === null ? {} : { sealedId: sealed_id }), current: current === 1 }];
    }),
  );
}

/** Every revision about these learners of results, by number: of each learner the oldest first. */
export function* signalsOfLearners(learners: readonly number[]): Script<readonly KeptSignal[]> {
  return (yield* all(OF_LEARNERS, { learners })).map((row) => ({ signal: storedSignal(row), exchange: row.exchange }));
}

/** Oldest first. */
export function* signalRevisions(school: string, id: string): Script<readonly StoredSignal[]> {
  return (yield* all(REVISIONS, { school, id })).map(storedSignal);
}

/** Ask for some hundreds at a time. */
export function* signalStandings(school: string, ids: readonly string[]): Script<readonly (readonly [id: string, SignalStanding])[]> {
  const found = new Map<string, StandingRow[]>();
  for (const row of yield* all(STANDINGS, { school, ids })) {
    const revisions = found.get(row.id);
    if (revisions === undefined) found.set(row.id, [row]);
    else revisions.push(row);
  }
  return [...found].map(([id, revisions]) => {
    const newest = revisions.at(-1) as StandingRow;
    const digests = revisions.map(({ digest }) => digest).filter((digest) => digest !== '');
    return [id, { ...learnerOf(newest), status: newest.status, digests }];
  });
}

/** Whose the results with these ids are, as far as those are there. Ask for some hundreds at a time. */
export function* learnersOfResults(school: string, ids: readonly string[]): Script<readonly (readonly [id: string, LearnerOf])[]> {
  const found = new Map<string, LearnerOf>();
  for (const row of yield* all(OF_RESULTS, { school, ids: ids.flatMap(placedIds) })) {
    const id = placedIdText(row.id);
    if (!found.has(id)) found.set(id, learnerOf(row));
  }
  return [...found];
}

/** Who of these aliases is known; what the roster says goes before what results say. Ask for some hundreds at a time. */
export function* knownToSignals(school: string, aliases: readonly string[]): Script<readonly (readonly [alias: string, LearnerOf])[]> {
  const [byResults, byRoster] = yield* together(rows(BY_RESULTS, { school, aliases }), rows(BY_ROSTER, { school, aliases }));
  return [...byResults, ...byRoster].map((row) => [row.alias, learnerOf(row)]);
}

export function* signalTallies(school: string): Script<readonly SignalTally[]> {
  return (yield* all(TALLIES, { school })).map(({ muted_at, ...tally }) => ({
    ...tally,
    ...(muted_at === null ? {} : { mutedAt: new Date(muted_at).toISOString() }),
  }));
}

function instantOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new StoreError('unknown', 'signals: not an instant');
  return instant;
}

function learnerOf({ alias, roster_learner }: LearnerOfRow): LearnerOf {
  return { learner: alias, ...(roster_learner === null ? {} : { rosterLearner: roster_learner }) };
}
