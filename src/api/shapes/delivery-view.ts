import { supplied } from '../../core/supplied.js';
import type { Target } from '../../directory/directory.js';
import type { DeliveryDetail, DeliveryView, TargetStatus } from '../../store/outbox-store.js';

/** A delivery as it is shown: named field by field, so that what is added to it does not leave by itself. */
export type ShownDelivery = DeliveryView;

/** One delivery with every attempt at it. */
export type ShownDeliveryDetail = DeliveryDetail;

/** How it stands with a target, and which one that is. */
export interface ShownStatus extends TargetStatus, Pick<Target, 'kind' | 'party' | 'endedAt'> {}

/** `result`: what whoever looks calls the result; absent when it is not for them, or gone. */
export function shownDelivery(delivery: DeliveryView, result: string | undefined): ShownDelivery {
  const { reason, revision, exchange, settledAt, dueAt, redrives } = delivery;
  return {
    id: delivery.id,
    target: delivery.target,
    school: delivery.school,
    kind: delivery.kind,
    state: delivery.state,
    ...supplied({ reason, result, revision, exchange }),
    queuedAt: delivery.queuedAt,
    ...supplied({ settledAt, dueAt }),
    attempts: delivery.attempts,
    ...supplied({ redrives }),
    losses: delivery.losses.map(({ path, reason: why }) => ({ path, reason: why })),
  };
}

export function shownDetail(detail: DeliveryDetail, result: string | undefined): ShownDeliveryDetail {
  return {
    ...shownDelivery(detail, result),
    attemptList: detail.attemptList.map(({ batch, number, size, startedAt, endedAt, outcome, status, code, words }) => ({
      batch,
      number,
      size,
      startedAt,
      ...supplied({ endedAt, outcome, status, code, words }),
    })),
    redrivenBy: detail.redrivenBy,
  };
}

export function shownStatus(status: TargetStatus, { kind, party, endedAt }: Target): ShownStatus {
  const { oldestWaiting, lastDelivered, openUntil, held } = status;
  return {
    target: status.target,
    kind,
    party,
    ...supplied({ endedAt }),
    counts: { ...status.counts },
    ...supplied({ oldestWaiting, lastDelivered }),
    failures: status.failures,
    ...supplied({ openUntil, held }),
    pauses: status.pauses,
  };
}
