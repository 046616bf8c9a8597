import type { Operation } from '../operation.js';

/** Writes to the outbox after which something more may be due. Whoever takes and settles looks again by itself. */
const OUTBOX = new Set(['change', 'pause', 'resume', 'queue-stored']);

/** Whether something may have to be delivered once this was written. Messages with results are asked what became of them. */
export function bringsWork(operation: Operation): boolean {
  switch (operation.kind) {
    case 'outbox':
      return OUTBOX.has(operation.write.kind);
    // What a receiver has of who was erased is withdrawn; what was held is let go.
    case 'rights':
      return operation.write.kind === 'erase' || operation.write.kind === 'restrict';
    case 'set-school':
      return operation.what === 'paused' && operation.at === undefined;
    case 'goals':
      if (operation.write.table === 'links')
        return operation.write.write.kind === 'retag' && operation.write.write.progress.step === 'events';
      return operation.write.table === 'signals' && operation.write.write.kind === 'take' && operation.write.write.batch.targets.length > 0;
    default:
      return false;
  }
}
