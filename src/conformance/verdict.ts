export const VERDICTS = ['pass', 'fail', 'warning', 'review', 'skip', 'not-applicable', 'not-testable', 'error'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a verdict rests on: something that was seen, and where. No value of a pupil: names, counts, codes, statuses. */
export interface Evidence {
  readonly kind: 'answer' | 'element' | 'header' | 'fault' | 'request' | 'connection' | 'ledger' | 'file';
  /** What was seen, such as `fault Client.AutorisatieOngeldig under HTTP 500`. */
  readonly text: string;
  /** Number of the exchange that it was seen in. */
  readonly exchange?: number;
  /** Path within the message, such as `leerlinggegevens_antwoord/leerlinggegevens/school/schooljaar`. */
  readonly path?: string;
}

/** Something that is wrong in a message. The text holds no value of the message. */
export interface SuiteFinding {
  /** Id of a rule of the gateway, or of a requirement. */
  readonly rule: string;
  readonly path: string;
  /** From 1; absent when it is not known. */
  readonly line?: number;
  readonly message: string;
}

/** What a test saw. There is no way to say `pass` without evidence. */
export type Outcome =
  | { readonly verdict: 'pass'; readonly evidence: readonly [Evidence, ...Evidence[]] }
  | {
      readonly verdict: 'fail' | 'review';
      readonly expected: string;
      readonly actual: string;
      readonly evidence: readonly [Evidence, ...Evidence[]];
      readonly findings?: readonly SuiteFinding[];
    }
  | { readonly verdict: 'skip' | 'not-applicable' | 'not-testable'; readonly reason: string };

export function pass(...evidence: readonly [Evidence, ...Evidence[]]): Outcome {
  return { verdict: 'pass', evidence };
}

/** What the requirement asks, and what was there instead. */
export interface Breach {
  readonly expected: string;
  readonly actual: string;
  readonly evidence: readonly [Evidence, ...Evidence[]];
  readonly findings?: readonly SuiteFinding[];
}

export function fail(breach: Breach): Outcome {
  return { verdict: 'fail', ...breach };
}

/** For a person to look at: nothing that the standard forbids. */
export function review(breach: Breach): Outcome {
  return { verdict: 'review', ...breach };
}

export function skip(reason: string): Outcome {
  return { verdict: 'skip', reason };
}

export function notApplicable(reason: string): Outcome {
  return { verdict: 'not-applicable', reason };
}

export function notTestable(reason: string): Outcome {
  return { verdict: 'not-testable', reason };
}
