import type { LedgerPlace } from './receiver-ledger.js';

/** All that a run against a receiver of webhooks needs to know. */
export interface ReceiverConfig {
  readonly url: string;
  /** The secret of the target, `whsec_` and base64. */
  readonly secret: string;
  /** Sent with each message, such as the key of an API gateway before the receiver. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the receiver tells what it holds. Without it, what it holds is for a person to look at. */
  readonly ledger?: LedgerPlace;
  /** Id of the invented school that the results are of. */
  readonly school: string;
  /** True: only messages that leave nothing behind. */
  readonly safe: boolean;
  /** Milliseconds to wait for an answer; the gateway waits 30 seconds. */
  readonly patienceMs: number;
  readonly seed: number;
}
