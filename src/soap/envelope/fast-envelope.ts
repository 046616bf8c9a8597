import { decline } from '../../xml/fast/decline.js';
import type { Scope, Scopes } from '../../xml/fast/scope.js';
import { codesOf, type FastTag, type TextCursor } from '../../xml/fast/text-cursor.js';
import { SOAP_11 } from './envelope.js';

/** Reads the contents of an envelope: each time the element whose start tag is given, to behind its end. */
export interface FastContents {
  header(tag: FastTag): void;
  body(tag: FastTag): void;
}

/** What SOAP 1.1 says on a header block, and what changes nothing for a block that is read here. */
const UNIMPORTANT: readonly string[] = ['mustUnderstand', 'encodingStyle'];

/** Reads a usual SOAP 1.1 envelope to the end of its text: a header with one block, and a body with one message. Declines any other. */
export function readFastEnvelope(cursor: TextCursor, scopes: Scopes, contents: FastContents): void {
  cursor.passDeclaration();
  const envelope = openPart(cursor, scopes.begin(), 'Envelope');
  const header = openPart(cursor, envelope.scope, 'Header');
  cursor.passSpace();
  contents.header(withoutSoap(cursor.readTag(header.scope)));
  closePart(cursor, header);
  const body = openPart(cursor, envelope.scope, 'Body');
  cursor.passSpace();
  contents.body(cursor.readTag(body.scope));
  closePart(cursor, body);
  closePart(cursor, envelope);
  cursor.passSpace();
  if (cursor.at !== cursor.text.length) decline();
}

/** The start tag of a part of SOAP. What its attributes say makes no difference. */
function openPart(cursor: TextCursor, scope: Scope, name: string): FastTag {
  cursor.passSpace();
  const tag = cursor.readTag(scope);
  return tag.uri === SOAP_11 && tag.local === name && !tag.isEmpty ? tag : decline();
}

function closePart(cursor: TextCursor, { scope, uri, local }: FastTag): void {
  cursor.passSpace();
  cursor.pass(codesOf(`</${scope.written(uri, local)}>`));
}

/** A block for another receiver is none of ours. */
function withoutSoap(tag: FastTag): FastTag {
  const { attributes } = tag;
  if (!attributes.some(({ uri }) => uri === SOAP_11)) return tag;
  return {
    ...tag,
    attributes: attributes.filter(({ uri, local }) => uri !== SOAP_11 || (UNIMPORTANT.includes(local) ? false : decline())),
  };
}
