import type { XmlAttribute, XmlName } from '../../xml/name.js';
import type { XmlHandler, XmlReader } from '../../xml/reader.js';
import { SOAP_11 } from '../envelope/envelope.js';

/** What an answer turned out to be, as far as it has come. */
export type RootVerdict = 'nothing' | 'envelope' | 'other-version' | 'other';

const HEAD = 1024;
const MARK = /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/;
const PROLOGUE = /^(?:\s|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*/;
/** An envelope, or what may still become one: a name, comment or declaration that is cut off. */
const BEGINNING = /^(?:$|<\?|<!--|<(?:[^\s<>:/!]{1,64}:)?Envelope[\s/>]|<[^\s<>/!]*$)/;

/**
 * Sees whether an answer is an envelope at all, then steps aside for whoever reads envelopes. Error pages often cannot be read
 * as XML, and then their first characters decide.
 */
export class AnswerRoot implements XmlHandler {
  #head = '';
  #root: XmlName | undefined;
  #reader: XmlReader | undefined;

  constructor(private readonly envelope: XmlHandler) {}

  /** Takes the decoded bytes, before they are parsed. */
  see(chunk: Uint8Array): void {
    const room = HEAD - this.#head.length;
    if (room > 0) this.#head += Buffer.from(chunk.subarray(0, room)).toString('latin1');
  }

  open(name: XmlName, attributes: readonly XmlAttribute[] | undefined, reader: XmlReader): void {
    this.#root ??= name;
    this.#reader = reader;
    if (this.isForeign) return;
    reader.handler = this.envelope;
    this.envelope.open(name, attributes, reader);
  }

  text(): void {}

  close(): void {}

  /** True when the root element is not the envelope of SOAP 1.1. */
  get isForeign(): boolean {
    return this.#root !== undefined && (this.#root.local !== 'Envelope' || this.#root.uri !== SOAP_11);
  }

  /** The first bytes, a character each. */
  get head(): string {
    return this.#head;
  }

  /** Where the last element began, when there was any. */
  get position(): { readonly line?: number; readonly column?: number } {
    return this.#reader === undefined ? {} : { line: this.#reader.line, column: this.#reader.column };
  }

  verdict(): RootVerdict {
    if (this.#root !== undefined) {
      if (!this.isForeign) return 'envelope';
      return this.#root.local === 'Envelope' ? 'other-version' : 'other';
    }
    const head = this.#head.replace(MARK, '').replaceAll('\0', '');
    if (head.trim() === '') return 'nothing';
    return BEGINNING.test(head.replace(PROLOGUE, '')) ? 'envelope' : 'other';
  }
}
