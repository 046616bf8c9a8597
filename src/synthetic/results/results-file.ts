import { convertMessage } from '../../model/conversion.js';
import { toVersion1 } from '../../model/results/results-to-version-1.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { leerresultatenVerzoek1 } from '../../uwlr/messages/v1/leerresultaten.js';
import { type Change, messageFile } from '../messages/message-file.js';

/**
 * Results as a file of a version, in pieces. 1.0 knows scores of parts of tests only: the rest is left out there, and nothing is left of
 * tests of other kinds. Throws `RangeError` when nothing is left, and `NothingToChange`.
 */
export function resultsFile(message: LeerresultatenVerzoek, version: UwlrVersion, mutation?: Change): Generator<string> {
  const [root, converted] =
    version === '1.0'
      ? [leerresultatenVerzoek1, toVersion1(message).message]
      : [leerresultatenVerzoek, convertMessage(leerresultatenVerzoek, message, version).message];
  if (converted === undefined) throw new RangeError('nothing of these results can be said in this version');
  return messageFile(root, converted, { version, mutation });
}
