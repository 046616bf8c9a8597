import { decline } from '../../xml/fast/decline.js';
import type { Scope, Scopes } from '../../xml/fast/scope.js';
import { codesOf, type FastTag, type TextCursor } from '../../xml/fast/text-cursor.js';
import { SOAP_11 } from './envelope.js';

/** Reads the contents of an envelope: each time the element whose start tag is given, to behind its end. */
export interface FastContents {
  /** Absent: nobody reads header blocks, so that none may be there. */
  header?(tag: FastTag): void;
  body(tag: FastTag): void;
}

/** What SOAP 1.1 says on a header block, and what changes nothing for a block that is read here. */
const UNIMPORTANT: readonly string[] = ['mustUnderstand', 'encodingStyle'];

/** Reads a usual SOAP 1.1 envelope to the end of its text: a header with one block, or with none, and a body with one message. Declines any other. */
export function readFastEnvelope(cursor: TextCursor, scopes: Scopes, contents: FastContents): void {
  cursor.passDeclaration();
  const envelope = openPart(cursor, scopes.begin(), 'Envelope');
  const body = contents.header === undefined ? bodyOf(cursor, envelope) : bodyBehindHeader(cursor, envelope, contents.header);
  cursor.passSpace();
  contents.body(cursor.readTag(body.scope));
  closePart(cursor, body);
  closePart(cursor, envelope);
  cursor.passSpace();
  if (cursor.at !== cursor.text.length) decline();
}

function bodyBehindHeader(cursor: TextCursor, { scope }: FastTag, read: (tag: FastTag) => void): FastTag {
  const header = openPart(cursor, scope, 'Header');
  cursor.passSpace();
  read(withoutSoap(cursor.readTag(header.scope)));
  closePart(cursor, header);
  return openPart(cursor, scope, 'Body');
}

/** The body, behind an empty header perhaps. */
function bodyOf(cursor: TextCursor, { scope }: FastTag): FastTag {
  const first = readPart(cursor, scope, ['Header', 'Body']);
  if (first.local === 'Body') return holding(first);
  if (!first.isEmpty) closePart(cursor, first);
  return openPart(cursor, scope, 'Body');
}

function openPart(cursor: TextCursor, scope: Scope, name: string): FastTag {
  return holding(readPart(cursor, scope, [name]));
}

/** A part that ends with its start tag (`<Body/>`) holds nothing: what follows stands behind it, not in it. */
function holding(part: FastTag): FastTag {
  return part.isEmpty ? decline() : part;
}

/** The start tag of a part of SOAP. What its attributes say makes no difference. */
function readPart(cursor: TextCursor, scope: Scope, names: readonly string[]): FastTag {
  cursor.passSpace();
  const tag = cursor.readTag(scope);
  return tag.uri === SOAP_11 && names.includes(tag.local) ? tag : decline();
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
