import type { HeldResult, HeldSignal, ReceiverLedger } from '../conformance/receiver/receiver-ledger.js';
import { type InMaking, supplied } from '../core/supplied.js';
import type { WebhookMessage } from '../delivery/webhook/webhook-message.js';
import type { LedgerEntry } from './ledger.js';

type Item = WebhookMessage['items'][number];

/** The results and signals that a receiver of webhooks holds now: what its messages came to. No values. */
export class WebhookHoldings implements ReceiverLedger {
  readonly results: InMaking<HeldResult>[] = [];
  readonly signals: InMaking<HeldSignal>[] = [];
  /** Per id the revision up to which it was withdrawn. */
  readonly #gone = new Map<string, number>();

  /** What is left of earlier messages, as far as their entries in a ledger say: goals and signals are not in those. */
  restore(entries: readonly LedgerEntry[]): void {
    for (const { key, revision = 1, withdrawn, tagged, signal } of entries.flatMap(({ items }) => items)) {
      if (withdrawn) this.withdraw(key, revision);
      else if (!tagged && !signal) this.#hold(key, revision, undefined);
    }
  }

  /** Works on the items of a message that is new. Kinds that it does not know are ignored. */
  take(items: readonly Item[]): void {
    for (const item of items) this.#take(item);
  }

  withdraw(id: string, revision: number): void {
    this.#gone.set(id, Math.max(revision, this.#gone.get(id) ?? 0));
    remove(this.results, (result) => result.id === id && result.revision <= revision);
    remove(this.signals, (signal) => signal.id === id && signal.revision <= revision);
  }

  #take(item: Item): void {
    switch (item.kind) {
      case 'result':
        this.#hold(item.result.id, item.result.revision, goalsOf(item.result.goalLinks));
        break;
      case 'withdrawal':
        this.withdraw(item.withdrawn.result, item.withdrawn.revision);
        break;
      case 'result.tagged': {
        const held = this.results.find(({ id }) => id === item.tagged.result);
        if (held !== undefined) held.goals = goalsOf(item.tagged.goalLinks);
        break;
      }
      case 'signal.raised':
      case 'signal.superseded':
      case 'signal.withdrawn': {
        const { id, revision = 1, status } = item.signal;
        const held = this.signals.find((signal) => signal.id === id);
        if (held === undefined) {
          if (revision > (this.#gone.get(id) ?? 0)) this.signals.push({ id, revision, status });
        } else if (revision > held.revision) Object.assign(held, { revision, status });
      }
    }
  }

  #hold(id: string, revision: number, goals: string[] | undefined): void {
    const held = this.results.find((result) => result.id === id);
    if (held === undefined) {
      if (revision > (this.#gone.get(id) ?? 0)) this.results.push({ id, revision, ...supplied({ goals }) });
    } else if (revision > held.revision) Object.assign(held, { revision, goals });
  }
}

export function goalsOf(links: readonly { readonly goal?: string }[]): string[] {
  return links.flatMap(({ goal }) => goal ?? []);
}

export function remove<T>(list: T[], which: (item: T) => boolean): void {
  for (let at = list.length - 1; at >= 0; at -= 1) if (which(list[at] as T)) list.splice(at, 1);
}
