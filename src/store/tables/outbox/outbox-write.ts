import { supplied } from '../../../core/supplied.js';
import type { Alert, DeliveryChange, DeliveryFilter, PauseScope, ResumedTarget, Settlement, TakeRequest } from '../../outbox-store.js';
import { audit, lastly, type Script } from '../../sql/script.js';
import { auditEntry } from '../audit/audit-entry.js';
import { hurryLanes, renewLease } from './delivery-lanes.js';
import { setPause } from './delivery-pauses.js';
import { finishErasureTask } from './erasure-tasks.js';
import { type ChangeHow, changeDeliveries } from './outbox-change.js';
import { settleBatch } from './outbox-settle.js';
import { takeBatch } from './outbox-take.js';
import { queueStored, type StoredRequest } from './queue-stored.js';
import { closeCircuit, letGo, mustBeKnown } from './target-health.js';
import { endTrouble, troubleTold } from './target-troubles.js';

/** A write to the outbox. */
export type OutboxWrite =
  | { readonly kind: 'take'; readonly request: TakeRequest }
  | { readonly kind: 'renew'; readonly batch: string; readonly lease: number; readonly until: string }
  | { readonly kind: 'settle'; readonly settlement: Settlement }
  | { readonly kind: 'change'; readonly change: DeliveryChange; readonly filter: DeliveryFilter; readonly how: ChangeHow }
  | { readonly kind: 'pause'; readonly scope: PauseScope; readonly at: string | undefined }
  | { readonly kind: 'resume'; readonly target: string; readonly at: string }
  | { readonly kind: 'queue-stored'; readonly request: StoredRequest }
  | { readonly kind: 'finish-task'; readonly id: string; readonly by: string; readonly at: string }
  | { readonly kind: 'alert-sent'; readonly alert: Pick<Alert, 'id' | 'phase'>; readonly at: string };

/**
 * Carries them out. `pause` and `queue-stored` are about the school that they name, `settle` and `finish-task` about that of the lane, and
 * `change` about every school that its filter leaves; the others are about none.
 */
export function* writeOutbox(write: OutboxWrite, actor: string): Script<unknown> {
  switch (write.kind) {
    case 'take':
      return yield* takeBatch(write.request);
    case 'renew':
      return yield* lastly(renewLease(write.batch, write.lease, Date.parse(write.until)));
    case 'settle':
      return yield* settleBatch(write.settlement, actor);
    case 'change':
      return yield* changeDeliveries(write.change, write.filter, write.how, actor);
    case 'pause':
      return yield* pause(write.scope, write.at, actor);
    case 'resume':
      return yield* resume(write.target, write.at, actor);
    case 'queue-stored':
      return yield* queue(write.request, actor);
    case 'finish-task':
      return yield* finishErasureTask(write.id, write.by, write.at, actor);
    case 'alert-sent':
      return yield* troubleTold(write.alert.id, write.alert.phase, Date.parse(write.at));
  }
}

function* pause(scope: PauseScope, at: string | undefined, actor: string): Script<boolean> {
  const changed = yield* setPause(scope, at);
  const { school, target } = scope;
  const about = { ...supplied({ school, subject: target }) };
  if (changed) yield* audit(auditEntry(actor, at === undefined ? 'delivery.resume' : 'delivery.pause', about));
  return changed;
}

function* resume(target: string, at: string, actor: string): Script<ResumedTarget> {
  yield* mustBeKnown(target);
  const now = Date.parse(at);
  const released = yield* letGo(target);
  const closed = yield* closeCircuit(target, now);
  const retried = (yield* hurryLanes(target, now)) || closed;
  if (released) yield* endTrouble(target, 'held', now);
  if (released || retried) yield* audit(auditEntry(actor, 'target.resume', { subject: target }));
  return { released, retried };
}

function* queue(request: StoredRequest, actor: string): Script<number> {
  const deliveries = yield* queueStored(request);
  const { school, target, dryRun } = request;
  if (deliveries > 0 && dryRun !== true) {
    yield* audit(auditEntry(actor, 'delivery.queue', { school, subject: target, counts: { deliveries } }));
  }
  return deliveries;
}
