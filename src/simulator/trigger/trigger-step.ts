import type { FaultCode } from '../../uwlr/fault-code.js';

/** What the gateway keeps of a message. */
export type Recorded = 'accepted' | 'repeated' | 'refused';

/** Root of an answer, or code of a fault. */
export type Expected =
  | 'leerresultaten_bevestiging'
  | 'leerlinggegevens_antwoord'
  | 'geenwijzigingen'
  | 'geengegevens'
  | 'structuur_antwoord'
  | 'leerlingen_antwoord'
  | 'leerkrachten_antwoord'
  | FaultCode;

/** One message of a situation. */
export interface TriggerStep {
  /** What is sent, in a few words: `3 results, made a day before`. */
  readonly sends: string;
  readonly service: 'leerresultaten' | 'leerlinggegevens';
  readonly soapAction: string;
  readonly body: string | Buffer;
  readonly contentType?: string;
  /** Any of these is right. */
  readonly expected: readonly Expected[];
  /** Outcome in the record of the gateway; absent where that depends on its settings, or there is no record. */
  readonly recorded?: Recorded;
  /** Rules that the record has to name. */
  readonly rules?: readonly string[];
}
