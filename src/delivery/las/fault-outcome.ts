import { supplied } from '../../core/supplied.js';
import type { SoapReply } from '../../soap/client/client-answer.js';
import { FAULT_CODES, type FaultCode } from '../../uwlr/fault-code.js';
import { type Failed, type FailedOutcome, outcomeOfStatus } from '../outcome-of.js';

const OUTCOMES: Readonly<Record<FaultCode, FailedOutcome>> = {
  'Client.OngeldigBericht': 'content',
  'Client.OngeldigeKlantIdentificatie': 'authorisation',
  'Client.AutorisatieOngeldig': 'authorisation',
  'Client.VocabulaireTermOngeldig': 'content',
  'Client.XsdVersieOngeldig': 'configuration',
  'Client.LeerlingOngeldig': 'content',
  'Client.ToetsNormeringOngeldig': 'content',
  'Client.ScoreOngeldig': 'content',
  'Client.EldResultaatOngeldig': 'content',
  'Server.InterneFout': 'server',
  'Server.TijdelijkNietBeschikbaar': 'server',
  VersionMismatch: 'configuration',
  MustUnderstand: 'configuration',
};

const WORDS: Readonly<Record<FailedOutcome, string>> = {
  connection: 'the administration answers with a fault',
  timeout: 'the administration answers with a fault: it took too long',
  busy: 'the administration answers with a fault: it is busy',
  server: 'the administration answers with a fault: something went wrong there',
  content: 'the administration refuses the message with a fault about what is in it',
  authorisation: 'the administration refuses us with a fault: klantcode, klantnaam or key are not what it wants for this school',
  configuration: 'the administration refuses the message with a fault: it does not speak this version',
};

/**
 * What a fault says of an attempt. A code that the standard does not have counts by its class, `Client` or `Server`, unless its status
 * says more; one of neither, as stacks make them when they break, is the server's. Text and detail may say something about a pupil, and are not looked at.
 */
export function failedByFault({ fault, status, retryAfter }: SoapReply & { readonly fault: { readonly code: string } }): Failed {
  const known = isKnown(fault.code) ? fault.code : undefined;
  const outcome = known === undefined ? outcomeOfUnknown(fault.code, status) : busy(OUTCOMES[known], status);
  return {
    kind: 'failed',
    attempt: { outcome, status, ...supplied({ code: known }), words: WORDS[outcome] },
    ...supplied({ retryAfter }),
  };
}

function isKnown(code: string): code is FaultCode {
  return [...FAULT_CODES, 'VersionMismatch', 'MustUnderstand'].includes(code);
}

/** A server in front of the administration may put who calls, how often or where to into its status only: that is about no result. */
function outcomeOfUnknown(code: string, status: number): FailedOutcome {
  const byStatus = outcomeOfStatus(status);
  if (byStatus !== 'answered' && byStatus !== 'content' && byStatus !== 'server') return byStatus;
  return /^Client(?:\.|$)/.test(code) ? 'content' : 'server';
}

/** A fault of the server under a status that says to come back later. */
function busy(outcome: FailedOutcome, status: number): FailedOutcome {
  return outcome === 'server' && outcomeOfStatus(status) === 'busy' ? 'busy' : outcome;
}
