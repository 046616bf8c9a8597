import { authorise } from '../../directory/authorise.js';
import type { Directory } from '../../directory/directory.js';
import { type SentResults, UwlrMessage } from '../../model/incoming/uwlr-message.js';
import { UwlrPlaces } from '../../model/incoming/uwlr-places.js';
import { UwlrRules } from '../../model/incoming/uwlr-rules.js';
import { fromVersion1 } from '../../model/results/results-from-version-1.js';
import { type SchoolIdentification, schoolId } from '../../model/school-id.js';
import type { SoapAnswer, SoapRequest } from '../../soap/endpoint/endpoint.js';
import { envelope } from '../../soap/envelope/fault.js';
import type { Locator } from '../../uwlr/checks/report.js';
import type { ReadMessage } from '../../uwlr/decode.js';
import { encodeToString } from '../../uwlr/encode.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { leerresultatenBevestiging, leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { type LeerresultatenVerzoek1, leerresultatenBevestiging1, leerresultatenVerzoek1 } from '../../uwlr/messages/v1/leerresultaten.js';
import type { ExchangeLog } from '../exchange-log.js';
import { type Received, SoapExchange, type SoapExchangeOptions, type SoapUseCase } from '../front/soap-exchange.js';
import { placeOf } from '../place-of.js';
import { whyNotAuthorised } from '../refusal-reason.js';
import { AcceptResults, type ResultIntakeStore } from './accept-results.js';
import type { Authority, Reauthorise } from './authority.js';

export interface ReceiveResultsOptions extends SoapExchangeOptions {
  readonly store: SoapExchangeOptions['store'] & ResultIntakeStore;
}

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
  readonly comparesDirectory = true;
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
    const { message, now } = received;
    const results = resultsOf(message);
    const again = (directory: Directory) => {
      const visitor = received.again(directory);
      if (visitor === undefined) log.add('UWLR-EX-001');
      return visitor && this.#authorise({ directory, ...visitor, now }, results, log);
    };
    const authority = this.#mayBe(received, results, log) ?? (await this.#byCurrent(received, again, results, log));
    if (authority === undefined) return undefined;
    const incoming = new UwlrMessage(results.sent);
    const places = new UwlrPlaces(incoming, results.locator, log.findings);
    const format = new UwlrRules(incoming, places, log.findings);
    const { version } = message;
    const { directory, party, agreement } = authority;
    // Spread, it would be an object of another kind for V8: a tenth more processor time for all who read of it.
    const brought = { directory, party, agreement, again, now, message: incoming, places, format, intake: 'soap', version } as const;
    const accepted = await this.#accept.accept(brought, log);
    if (accepted === undefined) return undefined;
    this.options.observe?.(log.record(accepted.outcome), true, log.steps);
    return { xml: CONFIRMATIONS.get(message.root) as string, fault: false };
  }

  /** As `#authorise`, by the directory as it is now, for whom the one at hand gives no right: that may lag behind. */
  async #byCurrent(received: Received, again: Reauthorise, results: BroughtResults, log: ExchangeLog): Promise<Authority | undefined> {
    const directory = await this.options.store.directory();
    return directory.version === received.directory.version ? this.#authorise(received, results, log) : again(directory);
  }

  /** Undefined: it may not be sent, and the log holds the error. */
  #authorise(sender: Sender, results: BroughtResults, log: ExchangeLog): Authority | undefined {
    const authority = this.#mayBe(sender, results, log);
    if (authority !== undefined) return authority;
    const { directory, party, proof, now } = sender;
    const school = schoolId(results.sent.value.school);
    log.refusal = whyNotAuthorised(directory, party, proof, { school, exchange: 'leerresultaten', at: now.toISOString() });
    log.add('UWLR-EX-002', placeOf(results.locator, 'leerresultaten_verzoek/school'));
    return undefined;
  }

  #mayBe({ directory, party, proof, now }: Sender, { sent }: BroughtResults, log: ExchangeLog): Authority | undefined {
    const school = schoolId(sent.value.school);
    const agreement = authorise(directory, party, proof, school, 'leerresultaten', now);
    log.agreement = agreement;
    log.credential = proof.keyFor(school)?.id ?? log.credential;
    return agreement === undefined ? undefined : { directory, party, agreement };
  }
}

/** Who sends, and what they have shown, as one directory has it. */
type Sender = Pick<Received, 'directory' | 'party' | 'proof' | 'now'>;

interface BroughtResults {
  readonly sent: SentResults;
  readonly locator: Locator;
}

/** A message of 1.0 goes on as one of UWLR 2; what is found in it is found at the places of 1.0. */
function resultsOf(message: ReadMessage): BroughtResults {
  if (message.root !== leerresultatenVerzoek1) return { sent: message as ReadMessage & SentResults, locator: message };
  const now = leerresultatenVerzoek.element.name;
  const then = leerresultatenVerzoek1.element.name;
  return {
    sent: { value: fromVersion1(message.value as LeerresultatenVerzoek1) },
    locator: {
      locate: (path, n) => message.locate(path.replace(now, then), n),
      // The only end of a norm that 1.0 says is the highest of all.
      pathOf: (path) => path.replace(now, then).replace(/\/norm\[\d+\]\/eindnormwaarde$/, '/@maxscore'),
    },
  };
}
