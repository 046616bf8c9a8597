import { readFileSync, statSync } from 'node:fs';
import { XmlBytes } from '../../dist/soap/envelope/read-envelope.js';
import { MessageDecoder } from '../../dist/uwlr/decode.js';
import { NO_EXTENSIONS } from '../../dist/uwlr/extensions.js';
import { namespacesOf, readFastMessage } from '../../dist/uwlr/fast/fast-message.js';
import { FastPieces } from '../../dist/uwlr/fast/fast-pieces.js';
import { leerresultatenVerzoek as root } from '../../dist/uwlr/messages/leerresultaten.js';
import { decline, unlessDeclined } from '../../dist/xml/fast/decline.js';
import { openCursor } from '../../dist/xml/fast/open-cursor.js';
import { Scopes } from '../../dist/xml/fast/scope.js';
import { fileChunks } from './file-chunks.js';

/** A body of so many bytes at most is at hand as a whole before it is read, as it is over SOAP. */
const WHOLE = 262_144;
/** Characters that are parsed in one go, as in src/soap/envelope/read-envelope.ts. */
const PIECE = 32_768;
const scopes = new Scopes(namespacesOf([root], NO_EXTENSIONS));

/** The message in a file, without envelope, read as the gateway reads it. Throws when the fast reader declines it: then something else would be measured. */
export function readMessage(file, findings) {
  return statSync(file).size > WHOLE ? readPieces(file, findings) : readWhole(readFileSync(file));
}

function readWhole(bytes) {
  const message = unlessDeclined(() => {
    const cursor = openCursor(bytes, 'utf-8');
    cursor.passDeclaration();
    cursor.passSpace();
    const tag = cursor.readTag(scopes.begin());
    return tag.local === root.element.name ? readFastMessage(cursor, tag, root) : decline();
  });
  if (message === undefined) throw new Error('the fast reader declines the message of the bench');
  return message;
}

function readPieces(file, findings) {
  const message = new MessageDecoder(root, findings);
  const document = new XmlBytes(message, { ahead: (reader) => new FastPieces(reader, () => message, scopes, NO_EXTENSIONS) });
  for (const chunk of fileChunks(file)) {
    for (let at = 0; at < chunk.length; at += PIECE) document.write(chunk.subarray(at, at + PIECE));
  }
  document.end();
  return message;
}
