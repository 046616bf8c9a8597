import type { SignalStatus } from '../../../../model/signal.js';
import { query } from '../../../sql/query.js';
import { rows as asked, count, inTrips, type Script, type Step } from '../../../sql/script.js';
import type { SignalEvent } from './signal-queue.js';

type OfSignal = { readonly school: string; readonly id: string };

/** All that a revision has besides its number. */
export interface SignalContent {
  readonly status: SignalStatus;
  readonly party: string;
  readonly learner: number;
  readonly supplier_goal: string;
  readonly kind: string;
  readonly raised_at: number;
  readonly valid_until: number | null;
  readonly digest: string;
  readonly document: string;
}

const INSERT = query<{ readonly seq: number }, SignalContent & OfSignal & { readonly revision: number; readonly exchange: number }>(
  () => `
    INSERT INTO signals (school, id, revision, current, party, learner, supplier_goal, kind, status, raised_at, valid_until, exchange, digest, document)
    VALUES (@school, @id, @revision, 1, @party, @learner, @supplier_goal, @kind, @status, @raised_at, @valid_until, @exchange, @digest, @document)
    RETURNING seq`,
);
const OUTDATE = query<never, OfSignal>(() => 'UPDATE signals SET current = 0 WHERE school = @school AND id = @id AND current = 1');
const REMOVE_BASIS = query<never, OfSignal>(() => 'DELETE FROM signal_basis WHERE school = @school AND signal = @id');
const ADD_BASIS = query<never, OfSignal & { readonly results: readonly string[] }>(
  ({ list }) => `
    INSERT INTO signal_basis (school, result, signal)
    SELECT CAST(@school AS TEXT), b.value, CAST(@id AS TEXT) FROM ${list('text', 'results', 'b')} WHERE true ON CONFLICT DO NOTHING`,
);

/** Revisions of signals of one message that are to be written, in order. */
export class SignalRevisions {
  private readonly steps: Step[] = [];
  /** Where in `steps` each revision is written. */
  private readonly written: (Omit<SignalEvent, 'seq'> & { readonly at: number })[] = [];

  constructor(private readonly of: { readonly school: string; readonly exchange: number }) {}

  /** `revision`: 1 for a new signal, else that after the newest one, whose place it takes. */
  put(id: string, revision: number, content: SignalContent): void {
    const { school, exchange } = this.of;
    if (revision > 1) this.steps.push(count(OUTDATE, { school, id }));
    this.written.push({ id, status: content.status, at: this.steps.length });
    this.steps.push(asked(INSERT, { ...content, school, id, exchange, revision }));
  }

  /** Ids of the results that the signal rests on from now on. */
  setBasis(id: string, results: readonly string[]): void {
    const { school } = this.of;
    this.steps.push(count(REMOVE_BASIS, { school, id }));
    if (results.length > 0) this.steps.push(count(ADD_BASIS, { school, id, results }));
  }

  /** Writes them, and gives each with its number. */
  *write(): Script<readonly SignalEvent[]> {
    const values = yield* inTrips(this.steps);
    return this.written.map(({ at, id, status }) => ({ id, status, seq: (values[at] as readonly { readonly seq: number }[])[0]!.seq }));
  }
}
