import { type Conversion, convertMessage } from '../../model/conversion.js';
import type { MessageDecoder } from '../../uwlr/decode.js';
import { encode } from '../../uwlr/encode.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { note, printJson, printPieces } from '../terminal/print.js';
import type { Target } from './target.js';

/**
 * Prints a message as it is in another version: the message alone, never its envelope, whose header holds a key. What is lost
 * goes to standard error. False: something in it cannot be expressed in that version, so that part is not there.
 */
export async function printVersion(
  { root, decoder }: MessageDecoder,
  to: Exclude<Target, 'model'>,
  extensions: Extensions,
  json: boolean,
): Promise<boolean> {
  const version = to.slice('uwlr-'.length) as UwlrVersion;
  const { message, losses }: Conversion<unknown> = convertMessage(root, decoder.value as never, version);
  const chunks: string[] = [];
  if (message !== undefined) encode(root, version, message as never, (chunk) => chunks.push(chunk), { extensions });
  if (json) {
    printJson({ xml: message === undefined ? null : chunks.join(''), losses });
  } else {
    if (message !== undefined) await printPieces([...chunks, '\n']);
    for (const { kind, path, reason, count } of losses)
      note(`${kind === 'blocked' ? 'cannot be expressed' : 'left out'}: ${count} x ${path} (${reason})`);
  }
  return losses.every(({ kind }) => kind !== 'blocked');
}
