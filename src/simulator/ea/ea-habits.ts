/** What a client may do otherwise than a careful one. Each is a single defect. */
export interface EaHabits {
  /** Asks for pupil data once only. */
  readonly asksOnce?: true;
  /** Sends laatstontvangengegevens with its first question. */
  readonly sinceAtFirst?: true;
  /** Sends a moment of next week as laatstontvangengegevens. */
  readonly sinceInFuture?: true;
  /** Leaves the zone out of laatstontvangengegevens. */
  readonly sinceWithoutZone?: true;
  /** Takes any end of a question for data received. */
  readonly countsFailures?: true;
  /** Takes geenwijzigingen for a school without pupils. */
  readonly forgetsUnchanged?: true;
  /** Stops after geengegevens. */
  readonly stopsAfterNone?: true;
  /** Goes on about pupils who left. */
  readonly keepsLeavers?: true;
  /** Finds the pupils by these prefixes only, as a client with regular expressions does. */
  readonly needsPrefixes?: true;
  /** Cannot read a list of one. */
  readonly needsLists?: true;
  /** Cannot read what strays from the schema. */
  readonly needsValid?: true;
  /** Most characters of an answer that it can read. */
  readonly mostCharacters?: number;
  /** Has no results of a pupil without this field. */
  readonly needsField?: string;
  /** How often it repeats at once what was refused with a fault, of which kind, and for what. */
  readonly repeats?: { readonly of: 'questions' | 'results'; readonly code: RegExp; readonly times: number };
  /** Ends for good at a failure. */
  readonly diesAt?: { readonly of: 'questions' | 'results'; readonly failure: RegExp };
  /** Takes no notice of Retry-After. */
  readonly ignoresRetryAfter?: 'questions' | 'results';
  /** Milliseconds that it waits for an answer to a question, or to results. */
  readonly patience?: { readonly of: 'questions' | 'results'; readonly ms: number };
  /** What else than a confirmation it takes for one. */
  readonly takesForConfirmation?: RegExp;
  /** Gives up what met this failure. */
  readonly givesUp?: RegExp;
  /** Gives takings new keys when it delivers them again. */
  readonly newKeys?: true;
  /** Keeps the aanmaakdatum when it delivers again, with something changed. */
  readonly sameStamp?: true;
  /** Stamps every message with the moment of its first. */
  readonly oneStamp?: true;
  /** Numbers the takings of each message from one. */
  readonly numbersAnew?: true;
}
