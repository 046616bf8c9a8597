import type { EnvelopeContents } from '../../soap/envelope/envelope-reader.js';
import { keyOf } from '../../uwlr/messages/catalogue.js';
import { leerresultatenBevestiging } from '../../uwlr/messages/leerresultaten.js';
import { leerresultatenBevestiging1 } from '../../uwlr/messages/v1/leerresultaten.js';
import type { XmlName } from '../../xml/name.js';
import type { XmlHandler } from '../../xml/reader.js';

const CONFIRMATIONS = [keyOf(leerresultatenBevestiging), keyOf(leerresultatenBevestiging1)];
const NOBODY: XmlHandler = { open() {}, text() {}, close() {} };

/** Sees whether an answer says that the results were taken in. What else stands in it is not looked at: nothing of it is wanted. */
export class Confirmation implements EnvelopeContents {
  isThere = false;

  header(): undefined {
    return undefined;
  }

  body({ key }: XmlName): XmlHandler {
    this.isThere = CONFIRMATIONS.includes(key);
    return NOBODY;
  }
}
