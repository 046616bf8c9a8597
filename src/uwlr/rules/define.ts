import type { FaultCode } from '../fault-code.js';
import type { Severity } from '../finding.js';

/** A rule of the standard, of SOAP, or of this gateway, that a message can break. */
export interface Rule {
  readonly severity: Severity;
  /**
   * `schema`: the XSDs say so too (shape, facets, identity rules that have effect there). `semantic`: beyond the XSDs.
   * `transport`: bytes, XML and envelope. `exchange`: authorisation, agreements and timing.
   */
  readonly level: 'transport' | 'schema' | 'semantic' | 'exchange';
  /** The code that goes with it when it refuses a message. */
  readonly fault: FaultCode;
  /** Under the tolerant policy it is a warning: what was sent can be read without guessing. */
  readonly tolerable: boolean;
  /** For the operator: kept with the exchange, and not told to the sender. */
  readonly withheld: boolean;
  readonly en: string;
  readonly nl: string;
}

interface Options {
  readonly severity?: Rule['severity'];
  readonly fault?: FaultCode;
  readonly tolerable?: boolean;
  readonly withheld?: boolean;
}

/** A function that makes the rules of one level; an error with `Client.OngeldigBericht` unless said otherwise. */
export function rulesOf(level: Rule['level'], usualFault: FaultCode = 'Client.OngeldigBericht') {
  return (en: string, nl: string, { severity = 'error', fault = usualFault, tolerable = false, withheld = false }: Options = {}): Rule => ({
    severity,
    level,
    fault,
    tolerable,
    withheld,
    en,
    nl,
  });
}
