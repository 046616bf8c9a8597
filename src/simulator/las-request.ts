import { OwnError } from '../core/own-error.js';
import { isSameName } from '../model/plain-name.js';
import { bodyChunks, DEFAULT_BODY_LIMITS } from '../soap/endpoint/body.js';
import type { SoapAnswer, SoapRequest } from '../soap/endpoint/endpoint.js';
import { readMessage, refusingIncludes } from '../soap/endpoint/read-message.js';
import type { EnvelopeFault } from '../soap/envelope/envelope.js';
import { EnvelopeReader } from '../soap/envelope/envelope-reader.js';
import { faultEnvelope } from '../soap/envelope/fault.js';
import type { MessageDecoder } from '../uwlr/decode.js';
import type { FaultCode } from '../uwlr/fault-code.js';
import type { Policy, UwlrVersion } from '../uwlr/finding.js';
import type { Root } from '../uwlr/grammar/grammar.js';
import type { Autorisatie } from '../uwlr/messages/autorisatie.js';
import { XmlError } from '../xml/xml-error.js';
import { LasIntake } from './las-intake.js';

/** Who may ask a simulated administration something, and in which versions. */
export interface LasDoor {
  /** What callers have to present: as UWLR has it, code and name are the caller's, the key is for the school. */
  readonly caller: Autorisatie;
  readonly versions: readonly UwlrVersion[];
  /** How messages are read; strictly unless given. */
  readonly policy?: Policy | undefined;
}

/** A request that gets a fault. */
export class Refused extends OwnError {
  constructor(
    /** One of UWLR's, or one that some stack made up. */
    code: string,
    readonly words: string,
  ) {
    super(code, words);
  }
}

/**
 * Reads a request and checks what does not depend on the school: header, message, version, schema, in the order of the standard (spec,
 * section e). Throws `Refused`, `XmlError`.
 */
export async function readLasRequest(
  { body, contentEncoding, contentType }: SoapRequest,
  roots: readonly Root[],
  { caller, versions, policy }: LasDoor,
): Promise<{ readonly message: MessageDecoder; readonly key: string }> {
  const intake = new LasIntake(roots, policy);
  const reader = new EnvelopeReader(intake);
  const chunks = bodyChunks(body, contentEncoding, DEFAULT_BODY_LIMITS, { wire: 0, decoded: 0 });
  await readMessage(chunks, contentType, refusingIncludes(contentType, reader), {});
  const { message, autorisatie } = intake;
  const envelopeFault = reader.problems.map(({ fault }) => ENVELOPE_FAULTS[fault]).find((code) => code !== undefined);
  if (envelopeFault !== undefined) throw new Refused(envelopeFault, 'De envelop wordt niet ondersteund');
  if (autorisatie === undefined) throw new Refused('Client.AutorisatieOngeldig', 'De autorisatieheader ontbreekt of is onvolledig');
  if (!isSameName(autorisatie.klantcode, caller.klantcode) || !isSameName(autorisatie.klantnaam, caller.klantnaam)) {
    throw new Refused('Client.OngeldigeKlantIdentificatie', 'De combinatie van klantcode en klantnaam is niet bekend');
  }
  if (message === undefined || reader.problems.length > 0) {
    throw new Refused('Client.OngeldigBericht', 'Het bericht is geen bekende vraag');
  }
  if (message.unsupported || !versions.includes(message.version)) {
    throw new Refused('Client.XsdVersieOngeldig', 'De versie in xsdversie wordt niet ondersteund');
  }
  if (!message.findings.valid) throw new Refused('Client.OngeldigBericht', 'Het bericht voldoet niet aan het schema');
  return { message, key: autorisatie.autorisatiesleutel };
}

/** SOAP 1.1, section 4.4: the codes that it prescribes. */
const ENVELOPE_FAULTS: Readonly<Partial<Record<EnvelopeFault, FaultCode>>> = {
  version: 'VersionMismatch',
  'must-understand': 'MustUnderstand',
};

/** The key does not open this school. */
export function noAccess(): Refused {
  return new Refused('Client.AutorisatieOngeldig', 'De autorisatiesleutel geeft geen toegang tot deze school');
}

/** An answer, or the fault that there is instead. */
export async function orFault(answer: () => Promise<SoapAnswer>): Promise<SoapAnswer> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof Refused || error instanceof XmlError)) throw error;
    const { code, words } = error instanceof Refused ? error : new Refused('Client.OngeldigBericht', 'Het bericht is geen geldige XML');
    return { xml: faultEnvelope({ code, text: words, exchange: 'simulator', items: [] }), fault: true };
  }
}
