import type { Sender, Sent, Shipment } from '../../../src/delivery/shipment.js';

type Answer = (shipment: Shipment) => Sent | Promise<Sent>;

/** A sender that does as it is told, and remembers what it was given. */
export class FakeSender implements Sender {
  readonly shipments: Shipment[] = [];
  closed = false;
  #watchers: (() => void)[] = [];

  constructor(public answer: Answer = delivered) {}

  async send(shipment: Shipment): Promise<Sent> {
    this.shipments.push(shipment);
    for (const watch of this.#watchers) watch();
    return this.answer(shipment);
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  /** Until it was called so many times in all. */
  async calls(count: number): Promise<void> {
    while (this.shipments.length < count) await new Promise<void>((resolve) => this.#watchers.push(resolve));
  }

  /** Ids of the results in each message. */
  get messages(): readonly (readonly string[])[] {
    return this.shipments.map(resultsIn);
  }
}

export function resultsIn({ items }: Pick<Shipment, 'items'>): readonly string[] {
  return items.map(({ content }) => content?.result.id ?? '');
}

export function delivered({ items }: Shipment): Sent {
  return {
    kind: 'answered',
    attempt: { outcome: 'answered', status: 200 },
    items: new Map(items.map(({ delivery }) => [delivery, { kind: 'delivered' }])),
  };
}

export function failed(outcome: Extract<Sent, { kind: 'failed' }>['attempt']['outcome']): Answer {
  return () => ({ kind: 'failed', attempt: { outcome } });
}

/** Refuses, as a whole, each message that has one of these results in it. */
export function refusing(...ids: readonly string[]): Answer {
  return (shipment) =>
    resultsIn(shipment).some((id) => ids.includes(id)) ? { kind: 'failed', attempt: { outcome: 'content' } } : delivered(shipment);
}

/** Says nothing until `open`; gives up when it is told to, as senders do. */
export function hanging(): { readonly answer: Answer; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const answer: Answer = (shipment) =>
    new Promise((resolve) => {
      const giveUp = () => resolve({ kind: 'failed', attempt: { outcome: 'connection' } });
      if (shipment.signal.aborted) giveUp();
      shipment.signal.addEventListener('abort', giveUp);
      void opened.then(() => resolve(delivered(shipment)));
    });
  return { answer, open };
}
