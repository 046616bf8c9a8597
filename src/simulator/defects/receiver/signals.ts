import type { WebhookMessage } from '../../../delivery/webhook/webhook-message.js';
import { holds, messageIn, mishandles, type ReceiverDefect, refuses } from '../receiver-defect.js';

type Event = Extract<WebhookMessage['items'][number], { kind: `signal.${string}` }>;

function eventsIn({ items }: WebhookMessage): Event[] {
  return items.filter((item): item is Event => item.kind.startsWith('signal.'));
}

/** In signals. */
export const SIGNAL_DEFECTS: readonly ReceiverDefect[] = [
  refuses('signals-refused', 'RECEIVER-80', 'It knows no signals.', ({ type }) => type === 'signal.raised'),
  holds('signals-dropped', 'RECEIVER-81', 'It says yes to a signal, and keeps none.', (holdings) => {
    holdings.signals.length = 0;
  }),
  holds('signal-corrections-added', 'RECEIVER-82', 'It keeps a corrected signal beside the first.', (holdings, message, { signals }) => {
    for (const { kind, signal } of eventsIn(message)) {
      const before = signals.find(({ id }) => id === signal.id);
      if (kind === 'signal.raised' && before !== undefined) holdings.signals.push({ ...before });
    }
  }),
  holds('signal-corrections-ignored', 'RECEIVER-82', 'It keeps the first version of a signal.', (holdings, message, { signals }) => {
    const raised = eventsIn(message).filter(({ kind }) => kind === 'signal.raised');
    for (const held of holdings.signals)
      if (raised.some(({ signal }) => signal.id === held.id)) Object.assign(held, signals.find(({ id }) => id === held.id) ?? {});
  }),
  refuses('superseded-refused', 'RECEIVER-83', 'It knows no signals that are superseded.', ({ type }) => type === 'signal.superseded'),
  stands('superseded-ignored', 'RECEIVER-84', 'It keeps showing a signal that was superseded.', 'signal.superseded'),
  refuses('withdrawn-signal-refused', 'RECEIVER-85', 'It knows no signals that are withdrawn.', ({ type }) => type === 'signal.withdrawn'),
  stands('withdrawn-signal-ignored', 'RECEIVER-86', 'It keeps showing a signal that was withdrawn.', 'signal.withdrawn'),
  mishandles(
    'unknown-signal-refused',
    'RECEIVER-87',
    'It refuses an event about a signal that it does not have.',
    ({ holdings }) =>
      async (request, next) => {
        const message = messageIn(request);
        const events = message === undefined ? [] : eventsIn(message).filter(({ kind }) => kind !== 'signal.raised');
        const unknown = events.some(({ signal }) => !holdings.signals.some(({ id }) => id === signal.id));
        return unknown ? { status: 404, headers: {}, body: Buffer.alloc(0) } : next(request);
      },
  ),
  refuses('target-level-refused', 'RECEIVER-88', 'It refuses a signal with a level that the pupil aims at.', (message) =>
    eventsIn(message).some(({ signal }) => signal.targetLevel !== undefined),
  ),
  holds('erased-signal-kept', 'RECEIVER-69', 'It withdraws results only, and keeps the signal.', (holdings, message, { signals }) => {
    for (const item of message.items) {
      const before = item.kind === 'withdrawal' ? signals.find(({ id }) => id === item.withdrawn.result) : undefined;
      if (before !== undefined) holdings.signals.push({ ...before });
    }
  }),
];

/** It says yes to an event, and lets the signal stand as it was. */
function stands(name: string, breaks: string, does: string, event: Event['kind']): ReceiverDefect {
  return holds(name, breaks, does, (holdings, message, { signals }) => {
    for (const { kind, signal } of eventsIn(message)) {
      const held = holdings.signals.find(({ id }) => id === signal.id);
      if (kind === event && held !== undefined) Object.assign(held, signals.find(({ id }) => id === signal.id) ?? {});
    }
  });
}
