import type { TargetKind } from '../../directory/directory.js';
import type { Sender } from '../shipment.js';
import type { MakeSender, SenderParts } from './sender-parts.js';

/** By kind of target; loaded with the first delivery that needs it. */
export type SenderKinds = { readonly [Kind in TargetKind]?: () => Promise<MakeSender> };

export const SENDER_KINDS: SenderKinds = {
  las: async () => (await import('../las/las-sender.js')).makeLasSender,
  'edu-v': async () => (await import('../edu-v/edu-v-sender.js')).makeEduVSender,
  webhook: async () => (await import('../webhook/webhook-sender.js')).makeWebhookSender,
  files: async () => (await import('../files/files-sender.js')).makeFilesSender,
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
    // One that cannot be made, or closed, was told when it was used.
    await Promise.allSettled([...this.#made.values()].map(async (made) => (await made).close()));
  }
}
