import type { SignalBatch, SignalCounts, SignalRow } from '../../../goals/signal-store.js';
import { query } from '../../../sql/query.js';
import { rows as asked, type Script, together } from '../../../sql/script.js';
import { StoreError } from '../../../store-error.js';
import { queueSignals, type SignalMessage } from './signal-queue.js';
import { type SignalContent, SignalRevisions } from './signal-revisions.js';

interface LearnerRow {
  readonly seq: number;
  readonly alias: string;
  readonly roster_learner: string | null;
}

/** The newest revision of a signal. */
interface Newest extends Omit<SignalContent, 'digest'> {
  readonly revision: number;
  readonly roster_learner: string | null;
}

type OfIds = { readonly school: string; readonly ids: readonly string[] };
type Counts = { -readonly [K in keyof SignalCounts]: number };

const NEWEST = query<Newest & { readonly id: string }, OfIds>(
  ({ inList }) => `
    SELECT s.id, s.revision, s.status, s.party, s.learner, l.roster_learner, s.supplier_goal, s.kind, s.raised_at, s.valid_until, s.document
    FROM signals s JOIN learners l ON l.seq = s.learner WHERE s.school = @school AND s.id ${inList('text', 'ids')} AND s.current = 1`,
);
const SAID = query<{ readonly id: string; readonly digest: string }, OfIds>(
  ({ inList }) => `SELECT id, digest FROM signals WHERE school = @school AND id ${inList('text', 'ids')}`,
);
const LEARNERS = query<LearnerRow, { readonly school: string; readonly aliases: readonly string[] }>(
  ({ inList }) => `SELECT seq, alias, roster_learner FROM learners WHERE school = @school AND alias ${inList('text', 'aliases')}`,
);

/**
 * Stores what a vendor says about signals, a row per revision, and queues it. Whoever calls has judged it before; what changed since makes
 * nothing of it an error: a signal that is over stays so. The learners of the signals have to be stored before, and the results that they rest
 * on: receivers hear of those first. Asks a few times, however many signals there are. Throws `StoreError('unknown')` for a learner who is not.
 */
export function* keepSignals(message: SignalMessage, batch: SignalBatch): Script<SignalCounts> {
  const keeper = yield* begun(message, batch);
  for (const row of batch.signals) keeper.raise(row);
  for (const id of batch.withdrawals) keeper.withdraw(id);
  yield* queueSignals(message, batch.targets, yield* keeper.revisions.write());
  return keeper.counts;
}

function* begun(message: SignalMessage, { signals, withdrawals }: SignalBatch): Script<Keeper> {
  const { school } = message;
  const named = signals.flatMap(({ id, supersedes }) => (supersedes === undefined ? [id] : [id, supersedes]));
  const [newest, said, learners] = yield* together(
    asked(NEWEST, { school, ids: [...new Set([...named, ...withdrawals])] }),
    asked(SAID, { school, ids: [...new Set(named)] }),
    asked(LEARNERS, { school, aliases: [...new Set(signals.map(({ learner }) => learner))] }),
  );
  return new Keeper(
    message,
    new Map(newest.map(({ id, ...row }) => [id, row])),
    new Set(said.map(({ id, digest }) => `${id}\n${digest}`)),
    new Map(learners.map((row) => [row.alias, row])),
  );
}

/** Decides what becomes of each signal of a message, one after the other. */
class Keeper {
  readonly counts: Counts = { raised: 0, revised: 0, superseded: 0, withdrawn: 0, repeated: 0 };
  readonly revisions: SignalRevisions;

  /** `newest`: by id. `said`: what was said before, by id and digest. `learners`: by alias. */
  constructor(
    private readonly message: SignalMessage,
    private readonly newest: Map<string, Newest>,
    private readonly said: Set<string>,
    private readonly learners: ReadonlyMap<string, LearnerRow>,
  ) {
    this.revisions = new SignalRevisions(message);
  }

  raise(row: SignalRow): void {
    const { id, supplierGoal, kind, raisedAt, validUntil, basis, supersedes, digest, document } = row;
    const newest = this.newest.get(id);
    const learner = this.learners.get(row.learner);
    if (learner === undefined) throw new StoreError('unknown', 'signals: a signal is of a learner that is not known');
    const isOver = newest !== undefined && (newest.status !== 'raised' || !isOf(newest, learner));
    if (isOver || this.said.has(`${id}\n${digest}`)) {
      this.counts.repeated += 1;
      return;
    }
    this.put(id, learner, {
      ...{ party: this.message.party, kind, digest, document, supplier_goal: supplierGoal, status: 'raised' },
      learner: learner.seq,
      raised_at: Date.parse(raisedAt),
      valid_until: validUntil === undefined ? null : Date.parse(validUntil),
    });
    this.revisions.setBasis(id, basis);
    this.counts[newest === undefined ? 'raised' : 'revised'] += 1;
    const before = supersedes === undefined ? undefined : this.newest.get(supersedes);
    if (supersedes === undefined || before?.status !== 'raised' || !isOf(before, learner)) return;
    this.counts.superseded += 1;
    this.put(supersedes, before, { ...before, status: 'superseded', digest: '', document: supersededDocument(before.document, id) });
  }

  withdraw(id: string): void {
    const newest = this.newest.get(id);
    if (newest === undefined || newest.status === 'withdrawn') {
      this.counts.repeated += 1;
      return;
    }
    this.counts.withdrawn += 1;
    this.revisions.setBasis(id, []);
    this.put(id, newest, { ...newest, status: 'withdrawn', digest: '', document: withdrawnDocument(newest.document) });
  }

  private put(id: string, { roster_learner }: Pick<LearnerRow, 'roster_learner'>, content: SignalContent): void {
    const revision = (this.newest.get(id)?.revision ?? 0) + 1;
    this.newest.set(id, { ...content, revision, roster_learner });
    this.said.add(`${id}\n${content.digest}`);
    this.revisions.put(id, revision, content);
  }
}

/** Whether it is of this learner: another message may have used the key for somebody else in the meantime. */
function isOf(newest: Newest, { seq, roster_learner }: LearnerRow): boolean {
  return newest.learner === seq || (roster_learner !== null && newest.roster_learner === roster_learner);
}

/** What is taken back was perhaps never right: nothing is said again but which signal it was. */
function withdrawnDocument(document: string): string {
  const { party, supplierGoal, kind, raisedAt } = JSON.parse(document) as Readonly<Record<string, unknown>>;
  return JSON.stringify({ party, supplierGoal, kind, raisedAt });
}

function supersededDocument(document: string, supersededBy: string): string {
  return JSON.stringify({ ...(JSON.parse(document) as object), supersededBy });
}
