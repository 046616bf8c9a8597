import type { MessageDecoder } from '../../uwlr/decode.js';
import { encode } from '../../uwlr/encode.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Extensions } from '../../uwlr/grammar/decoder.js';
import { EncodeError } from '../../uwlr/grammar/encode-error.js';
import { answerIsNo } from '../command-error.js';
import { note, printJson } from '../print.js';
import { restate } from './restate.js';
import type { Target } from './target.js';

/**
 * Prints a message as it is in another version: the message alone, never its envelope, whose header holds a key. Losses
 * go to standard error. Throws `CommandError` when the version cannot express it.
 */
export function printVersion({ root, decoder }: MessageDecoder, to: Exclude<Target, 'model'>, extensions: Extensions, json: boolean): void {
  const version = to.slice('uwlr-'.length) as UwlrVersion;
  const { value, losses } = restate(root, version, decoder.value);
  // Kept until all of it is known to be right: half a message is worse than none.
  const chunks: string[] = [];
  try {
    encode(root, version, value as never, (chunk) => chunks.push(chunk), { extensions });
  } catch (error) {
    throw error instanceof EncodeError ? answerIsNo(`this message cannot be expressed in UWLR ${version}: ${error.message}`) : error;
  }
  if (json) {
    printJson({ xml: chunks.join(''), losses: losses.all });
    return;
  }
  for (const chunk of chunks) process.stdout.write(chunk);
  process.stdout.write('\n');
  for (const { path, reason, count } of losses.all) note(`lost: ${count} x ${path} (${reason})`);
}
