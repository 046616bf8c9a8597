import { isAscii } from 'node:buffer';
import { XmlTextDecoder } from '../encoding.js';
import { XmlError } from '../xml-error.js';
import { decline } from './decline.js';
import { TextCursor } from './text-cursor.js';

/** A cursor at the beginning of a document of which all bytes are at hand. `charset`: as of `XmlTextDecoder`. Declines what that refuses. */
export function openCursor(bytes: Buffer, charset: string | undefined): TextCursor {
  const text = decoded(bytes, charset);
  // Then the bytes are the codes.
  return text.length === bytes.length && isAscii(bytes) ? new TextCursor(text, bytes) : new TextCursor(text);
}

function decoded(bytes: Buffer, charset: string | undefined): string {
  const decoder = new XmlTextDecoder(charset);
  try {
    const text = decoder.write(bytes);
    return text + decoder.end();
  } catch (error) {
    if (error instanceof XmlError) decline();
    throw error;
  }
}
