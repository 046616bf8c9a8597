import type { SchoolIdentification } from '../model/school-id.js';
import type { SoapAnswer, SoapRequest } from '../soap/endpoint.js';
import { envelope } from '../soap/fault.js';
import { encodeToString } from '../uwlr/encode.js';
import type { Root } from '../uwlr/grammar/grammar.js';
import { leerresultatenBevestiging, leerresultatenVerzoek } from '../uwlr/messages/leerresultaten.js';
import { leerresultatenBevestiging1, leerresultatenVerzoek1 } from '../uwlr/messages/v1/leerresultaten.js';
import { AcceptResults } from './accept-results.js';
import type { ExchangeLog } from './exchange-log.js';
import { type Received, SoapExchange, type SoapExchangeOptions, type SoapUseCase } from './soap-exchange.js';

export type ReceiveResultsOptions = SoapExchangeOptions;

/** The answer to each message: that it was taken in. */
const CONFIRMATIONS = new Map<Root, string>([
  [leerresultatenVerzoek, envelope(encodeToString(leerresultatenBevestiging, '2.2', {}))],
  [leerresultatenVerzoek1, envelope(encodeToString(leerresultatenBevestiging1, '1.0', {}))],
]);

/**
 * BrengLeerresultaten, as the LAS side answers it: reads, validates, checks who and by what right, minimises, translates,
 * stores, and only then confirms.
 */
export class ReceiveResults implements SoapUseCase {
  readonly roots: readonly Root[] = [...CONFIRMATIONS.keys()];
  readonly #accept: AcceptResults;
  readonly #exchange: SoapExchange;

  constructor(private readonly options: ReceiveResultsOptions) {
    this.#accept = new AcceptResults(options.store, options.keyring, options.extensions, options.refusePilotIds);
    this.#exchange = new SoapExchange(this, options);
  }

  handle(request: SoapRequest): Promise<SoapAnswer> {
    return this.#exchange.handle(request);
  }

  operationOf(): string {
    return 'BrengLeerresultaten';
  }

  schoolOf(value: unknown): SchoolIdentification | undefined {
    return (value as { readonly school?: SchoolIdentification } | undefined)?.school;
  }

  async answer(received: Received, log: ExchangeLog): Promise<SoapAnswer | undefined> {
    const accepted = await this.#accept.accept(received, log);
    if (!accepted) return undefined;
    this.options.observe?.(log.record(accepted.outcome));
    return { xml: CONFIRMATIONS.get(received.root) as string, fault: false };
  }
}
