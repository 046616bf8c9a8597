import { setImmediate } from 'node:timers/promises';
import type { PostedSignals } from '../../../model/posted/posted-signals.js';
import type { Store } from '../../../store/store.js';
import type { ExchangeLog } from '../../exchange-log.js';
import { PostedIntake, type PostedIntakeOptions, type PostedRefusal, type PostedRequest } from '../posted-intake.js';
import { ENOUGH_ERRORS } from '../read-posted.js';
import { type AcceptedSignals, AcceptSignals, type SignalIntakeStore } from './accept-signals.js';

/** As the exchange record and the audit call it. */
export const SIGNALLING = 'signals.write';

export const MOST_SIGNAL_BYTES = 1024 * 1024;

/** Signals that are looked at before others get a turn. */
const AT_ONCE = 50;

export interface PostSignalsOptions extends PostedIntakeOptions {
  readonly store: SignalIntakeStore & Pick<Store, 'record'>;
}

export type Signalled = ({ readonly kind: 'taken'; readonly exchange: string } & AcceptedSignals) | PostedRefusal;

/** Signals that a vendor raises and withdraws as JSON. Of a request that is refused nothing but the exchange record is kept. Throws `StoreError`. */
export class PostSignals {
  readonly #accept: AcceptSignals;
  readonly #intake: PostedIntake;

  constructor(private readonly options: PostSignalsOptions) {
    this.#accept = new AcceptSignals(options.store, options.keyring);
    this.#intake = new PostedIntake(options, SIGNALLING, MOST_SIGNAL_BYTES);
  }

  post(request: PostedRequest): Promise<Signalled> {
    return this.#intake.post(request, (body, log) => this.#take(request, body, log));
  }

  async #take(request: PostedRequest, body: Buffer, log: ExchangeLog): Promise<Signalled> {
    const { directory, party, agreement } = request;
    const posted = await readSignals(body, log);
    if (posted === undefined) return this.#intake.refuse(log);
    const signals = posted.signals.map((signal, at) => ({
      posted: signal,
      place: (below: string) => ({ path: `/signals/${at}${below}`, line: 0, column: 0 }),
    }));
    const again = this.#intake.again(request, log);
    const accepted = await this.#accept.accept({ directory, party, agreement, again, signals, now: this.#intake.now() }, log);
    if (accepted === undefined) return this.#intake.refuse(log);
    this.options.observe?.(log.record('accepted'), true, log.steps);
    return { kind: 'taken', exchange: log.id, ...accepted };
  }
}

/** What was posted; undefined when it has not the shape: then the log holds an error. */
async function readSignals(body: Uint8Array, log: ExchangeLog): Promise<PostedSignals | undefined> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    log.add('UWLR-JSON-001');
    return undefined;
  }
  // With the first that is posted: a gateway that is never posted to starts sooner.
  const { signalShapeFaults } = await import('../../../model/posted/posted-signal-shape.js');
  let looked = 0;
  for (const fault of signalShapeFaults(value)) {
    if (fault !== undefined) log.add(fault.rule, { path: fault.pointer, line: 0, column: 0 }, fault.hint);
    if (log.findings.errors >= ENOUGH_ERRORS) break;
    if (++looked % AT_ONCE === 0) await setImmediate();
  }
  return log.findings.errors > 0 ? undefined : (value as PostedSignals);
}
