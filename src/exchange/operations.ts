import { SERVICES } from '../uwlr/messages/services.js';

/** Operations over SOAP, by their UWLR names. */
const SOAP_OPERATIONS: readonly string[] = SERVICES.flatMap(({ ports }) => ports.flatMap((port) => port.operations)).map(
  ({ name }) => name,
);

/** Results over REST. */
export const POSTING = 'results.write';

/** A roster that came from a file, or went into one. */
export const IMPORT = 'ImportRoster';
export const EXPORT = 'ExportRoster';

/** All operations that an exchange record can be of: metrics, log lines and what is published of them derive from this list. */
export const OPERATIONS: ReadonlySet<string> = new Set([...SOAP_OPERATIONS, POSTING, IMPORT, EXPORT]);
