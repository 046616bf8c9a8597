import type { FaultCode } from '../fault-code.js';
import type { Rule } from '../rules.js';

interface Options {
  readonly severity?: Rule['severity'];
  readonly fault?: FaultCode;
  readonly tolerable?: boolean;
}

/** A function that makes the rules of one level; an error with `Client.OngeldigBericht` unless said otherwise. */
export function rulesOf(level: Rule['level'], usualFault: FaultCode = 'Client.OngeldigBericht') {
  return (en: string, nl: string, { severity = 'error', fault = usualFault, tolerable = false }: Options = {}): Rule => ({
    severity,
    level,
    fault,
    tolerable,
    en,
    nl,
  });
}
