import { checkedLine, UnfitText } from '../../xml/plain-text.js';
import { wrongUsage } from '../terminal/command-error.js';
import { lineOfFile } from '../terminal/text-of-file.js';

/** The header has room for 64 characters; keys that are longer are in use all the same (spec, section j). */
const KEY_ROOM = 64;
const MOST = 256;
const GUESSABLE = 16;

export interface KeyOptions {
  readonly key?: string;
  /** `-` for standard input. */
  readonly keyFile?: string;
}

/** The autorisatiesleutel that was given; undefined when one has to be made. Throws `CommandError`. */
export async function givenKey({ key, keyFile }: KeyOptions): Promise<string | undefined> {
  if (key === undefined && keyFile === undefined) return undefined;
  const text = key === undefined ? await lineOfFile(keyFile as string) : keyInArguments(key);
  if (text === '' || text.length > MOST) throw wrongUsage(`an autorisatiesleutel has 1 to ${MOST} characters`);
  return text;
}

function keyInArguments(key: string): string {
  try {
    return checkedLine(key);
  } catch (error) {
    throw error instanceof UnfitText ? wrongUsage(`--key ${error.reason}`) : error;
  }
}

/** What the operator should know of a key that was given. */
export function remarksOnKey(given: string | undefined, { key }: KeyOptions): string[] {
  if (given === undefined) return [];
  return [
    ...(key === undefined
      ? []
      : ['Note: other users of this machine could see the key on the command line: --key-file keeps it from them.']),
    ...(given.length > KEY_ROOM
      ? [`Note: UWLR has room for ${KEY_ROOM} characters; the other side may not be able to send this key.`]
      : []),
    ...(given.length < GUESSABLE ? [`Note: a key of fewer than ${GUESSABLE} characters can be guessed.`] : []),
  ];
}
