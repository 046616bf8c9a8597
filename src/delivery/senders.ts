import type { Keyring } from '../privacy/keyring.js';
import type { TargetKind } from '../store/directory.js';
import type { Store } from '../store/store.js';
import type { Extensions } from '../uwlr/grammar/decoder.js';
import type { Sender } from './shipment.js';

/** What senders are made with. */
export interface SenderParts {
  readonly store: Store;
  /** Opens the settings of a target, see `settingsOf`. */
  readonly keyring: Keyring;
  /** Host names, addresses and networks that may be called though they are not public. */
  readonly allowTargets: readonly string[];
  /** Registered types of `anderresultaat`. */
  readonly extensions?: Extensions;
}

/** Makes the sender of a kind: one for all targets of it. A setting that cannot be used is `configuration` in what `send` gives. */
export type MakeSender = (parts: SenderParts) => Sender;

/** By kind of target; loaded with the first delivery that needs it. */
export type SenderKinds = { readonly [Kind in TargetKind]?: () => Promise<MakeSender> };

export const SENDER_KINDS: SenderKinds = {
  las: async () => (await import('./las/las-sender.js')).makeLasSender,
  webhook: async () => (await import('./webhook/webhook-sender.js')).makeWebhookSender,
};

/** The senders of a gateway, each made when it is first needed. */
export class Senders {
  readonly #made = new Map<TargetKind, Promise<Sender>>();

  constructor(
    private readonly parts: SenderParts,
    private readonly kinds: SenderKinds = SENDER_KINDS,
  ) {}

  /** Undefined: nobody knows how to send there. */
  async of(kind: TargetKind): Promise<Sender | undefined> {
    const made = this.#made.get(kind) ?? this.kinds[kind]?.().then((make) => make(this.parts));
    if (made === undefined) return undefined;
    this.#made.set(kind, made);
    return made;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#made.values()].map(async (made) => (await made).close()));
  }
}
