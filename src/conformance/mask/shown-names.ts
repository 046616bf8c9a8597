import leven from 'leven';
import { FAULT_CODES } from '../../uwlr/fault-code.js';
import { standardNames } from './standard-names.js';

/** Of SOAP, XML Schema, WSDL, HTML, JSON errors: the names of things that answer where a service should be. */
const OTHERS =
  `Envelope Header Body Fault faultcode faultstring faultactor detail mustUnderstand actor encodingStyle role relay Code Subcode Value
Reason Text Node lang type nil schemaLocation noNamespaceSchemaLocation xmlns id href bevindingen bevinding uitwisseling rule severity path line
column definitions types schema element complexType simpleType sequence choice message part portType operation input output binding service
port address import include documentation attribute restriction extension enumeration pattern name value html head title body meta link style
script div span h1 h2 h3 h4 p a ul ol li table thead tbody tr td th br hr pre code center form label button img strong em b i class charset content
rel src http-equiv error errors status timestamp trace requestId traceId instance exception stackTrace string date dateTime int integer decimal
boolean anyURI token short long double float Client Server VersionMismatch MustUnderstand Sender Receiver DataEncodingUnknown Security
UsernameToken Action MessageID To From ReplyTo RelatesTo InternalServiceFault DeserializationFailed ActionNotSupported ActionMismatch InvalidSecurity FailedAuthentication
DestinationUnreachable EndpointUnavailable WSDL HTTP Server.userException Server.generalException Client.Authentication`.split(/\s+/);

/** What programs put around the names of messages. */
const AROUND = /haal|get|send|verstuur|response|request|result|return|verzoek|antwoord|bevestiging|parameters|[\d_.-]+/gi;
const LONG = 8;
const VERY_LONG = 12;

let known: readonly string[] | undefined;
const seen = new Map<string, boolean>();
const MOST = 10_000;

/**
 * Whether a name without prefix, written by the other side, may be seen in a report: one of the standard, one that differs from it by a slip, or one
 * that programs make of it. Any other may be that of a person.
 */
export function isShownName(name: string): boolean {
  const before = seen.get(name);
  if (before !== undefined) return before;
  const shown = looksKnown(name);
  if (seen.size < MOST) seen.set(name, shown);
  return shown;
}

function looksKnown(name: string): boolean {
  if (name.length > 60) return false;
  known ??= [...new Set([...standardNames(), ...OTHERS, ...FAULT_CODES, 'leerling', 'gegevens'].map((one) => one.toLowerCase()))];
  const lower = name.toLowerCase();
  if (known.some((one) => isSlip(lower, one))) return true;
  const core = lower.replace(AROUND, '');
  return !/\d{5}/.test(lower) && core !== lower && (core === '' || known.includes(core));
}

function isSlip(name: string, one: string): boolean {
  if (name === one) return true;
  const edits = one.length >= VERY_LONG ? 2 : one.length >= LONG ? 1 : 0;
  return Math.abs(name.length - one.length) <= edits && !/\d/.test(name) && leven(name, one) <= edits;
}

/** A path with each step that has no known name left out: `leerling[2]/[name]`. */
export function shownPath(path: string): string {
  return path.replace(/[^/@[\]{}:]{1,200}(?=$|[/@[\]])/g, (step) => (/^\d{1,9}$/.test(step) || isShownName(step) ? step : '[name]'));
}

/** A name or a code in words, for texts of the suite. */
export function nameInWords(name: string): string {
  return isShownName(name) ? name : '(a name that the standard does not have)';
}
