import type { Target } from '../../../directory/directory.js';
import { insertInto } from '../../sql/insert-into.js';
import { query } from '../../sql/query.js';
import { audit, count, run, type Script, together } from '../../sql/script.js';
import { StoreError } from '../../store-error.js';
import { auditEntry } from '../audit/audit-entry.js';
import type { TargetRow } from './directory-rows.js';

/** `now` in milliseconds. */
interface Ended {
  readonly target: string;
  readonly now: number;
}

const ADD = query<never, Omit<TargetRow, 'ended_at'>>(() => insertInto('targets', ['id', 'party', 'kind', 'settings', 'created_at']));
const SET = query<never, { readonly id: string; readonly settings: Uint8Array }>(
  () => 'UPDATE targets SET settings = @settings WHERE id = @id AND ended_at IS NULL',
);
const CANCEL = query<never, Ended>(
  () => `
    UPDATE outbox SET state = 'cancelled', reason = 'target-ended', settled_at = @now
    WHERE lane IN (SELECT seq FROM delivery_lanes WHERE target = @target) AND state IN ('waiting', 'leased', 'retrying', 'held')`,
);
const STOP_LANES = query<never, Ended>(() => 'UPDATE delivery_lanes SET due_at = NULL WHERE target = @target');
const END_TROUBLES = query<never, Ended>(() => 'UPDATE target_troubles SET ended_at = @now WHERE target = @target AND ended_at IS NULL');

export function* addTarget({ id, party, kind, settings, createdAt }: Target, actor: string): Script<void> {
  yield* run(ADD, { id, party, kind, settings, created_at: createdAt });
  yield* audit(auditEntry(actor, 'target.add', { subject: id }));
}

export function* setTarget(id: string, settings: Uint8Array, actor: string): Script<void> {
  if ((yield* run(SET, { id, settings })) === 0) throw new StoreError('unknown', 'targets: there is none with this id');
  yield* audit(auditEntry(actor, 'target.set', { subject: id }));
}

/** What is still to go to a target that ended never does; what is out may have arrived, and then is delivered all the same. */
export function* endDeliveries(target: string, at: string): Script<void> {
  const ended = { target, now: Date.parse(at) };
  yield* together(count(CANCEL, ended), count(STOP_LANES, ended), count(END_TROUBLES, ended));
}
