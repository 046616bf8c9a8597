import type { Delivery, StripRecord } from '../../store.js';
import { fieldsText } from '../audit/audit-entry.js';
import { assessmentCells, learnerCells } from '../cells.js';
import { exchangeCells } from '../exchanges/exchange-columns.js';
import type { DeliveryHead } from '../operation.js';

/** What starts a delivery. `strips`: as far as they are known. */
export function headOf(delivery: Delivery, strips: readonly StripRecord[]): DeliveryHead {
  const { exchange } = delivery;
  return {
    exchange: exchangeCells(exchange, strips),
    fields: fieldsText(exchange.fields),
    school: exchange.school,
    party: exchange.party,
    digest: exchange.digest,
    createdAtNs: exchange.createdAtNs,
    acceptStale: delivery.acceptStale,
    acceptSameMoment: delivery.acceptSameMoment ?? false,
    unordered: delivery.unordered ?? false,
    aside: delivery.aside ?? false,
    requestKey: delivery.requestKey,
    erasures: delivery.erasures,
    directory: delivery.directory,
    assessments: assessmentCells(delivery.assessments),
    targets: delivery.targets ?? [],
    signals: delivery.signals && { ...delivery.signals, learners: learnerCells(delivery.signals.learners) },
  };
}
