/**
 * UWLR as a library: read, check, write and translate messages, ask an administration, run the gateway. `docs/library.md` has examples.
 * What is not exported here may change without notice.
 */

export { type Config, loadConfig } from './config/config.js';
export { type Gateway, startGateway } from './gateway/server.js';
export type { Conversion, ConversionLoss } from './model/conversion.js';
export { convertMessage } from './model/conversion.js';
export { checkDefinitions, checkResults } from './model/incoming/check-results.js';
export type { Assessment, Result } from './model/result.js';
export type { Group, IncomingRoster, Learner, Membership, Roster, Teacher } from './model/roster/roster.js';
export { fromEdex, fromLeerlinggegevens, fromLeerlinggegevens1 } from './model/roster/roster-from-uwlr.js';
export { RosterWriter } from './model/roster/roster-to-uwlr.js';
export { type SoapCall, SoapClient } from './soap/client/client.js';
export { SoapClientError } from './soap/client/client-error.js';
export { checkRequest, checkRoster } from './uwlr/check-roster.js';
export { MessageDecoder, type MessageOptions } from './uwlr/decode.js';
export { DEVIATIONS, type Deviation } from './uwlr/deviations.js';
export { encode, encodeParts, encodeToString } from './uwlr/encode.js';
export { type Finding, type Policy, UWLR_VERSIONS, type UwlrVersion } from './uwlr/finding.js';
export { Findings } from './uwlr/findings.js';
export { EncodeError } from './uwlr/grammar/encode-error.js';
export { PUPIL_PROFILES, type PupilProfile, type Root, type ValueOf, versionsOf } from './uwlr/grammar/grammar.js';
export { keyOf, ROOTS, rootOf } from './uwlr/messages/catalogue.js';
export { edex } from './uwlr/messages/edexml-file.js';
export * from './uwlr/messages/leerlinggegevens.js';
export { type LeerresultatenVerzoek, leerresultatenBevestiging, leerresultatenVerzoek } from './uwlr/messages/leerresultaten.js';
export { type ReadText, readMessageText } from './uwlr/read-text.js';
export { RULES, type RuleId } from './uwlr/rules.js';
