import { Webhook } from 'standardwebhooks';

/** How a message is signed; what is absent is as the gateway does it. */
export interface Signing {
  /** One signature for each, in this order. */
  readonly secrets?: readonly string[];
  /** Moment of the attempt. */
  readonly at?: Date;
  /** What the signature is over, where that differs from what is sent. */
  readonly over?: { readonly id?: string; readonly at?: Date; readonly body?: string };
  /** Put before the signatures, as they are. */
  readonly before?: string;
  /** The whole header, instead of signatures. */
  readonly header?: string;
}

/** The headers of Standard Webhooks (docs/delivery.md, "Signature"), right or wrong on purpose. */
export function signedHeaders(id: string, body: string, secrets: readonly string[], signing: Signing = {}): Record<string, string> {
  const { at = new Date(), over = {}, before, header } = signing;
  const made = (signing.secrets ?? secrets).map((secret) => new Webhook(secret).sign(over.id ?? id, over.at ?? at, over.body ?? body));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': header ?? [...(before === undefined ? [] : [before]), ...made].join(' '),
  };
}
