import { supplied } from '../../core/supplied.js';
import { detached } from '../../xml/detach.js';
import type { XmlAttribute, XmlName } from '../../xml/name.js';
import type { XmlHandler, XmlReader } from '../../xml/reader.js';

/** A fault as somebody else wrote it. Its texts may hold personal data: for the operator of this school, not for logs. */
export interface ReceivedFault {
  /** Local part of `faultcode`, whatever its prefix: `Client.AutorisatieOngeldig`. Empty when there was none. */
  readonly code: string;
  /** What the prefix of `faultcode` stands for; undefined when it is not declared. */
  readonly codeNamespace?: string;
  /** `faultstring`; empty when there was none. */
  readonly text: string;
  /** The texts within `detail`, a line for each element that has one. */
  readonly detail?: string;
}

const MOST_TEXT = 4096;
const MOST_DETAIL = 16_384;

/**
 * Reads a SOAP 1.1 Fault (section 4.4). Its children are unqualified there; several stacks qualify them, so only their local
 * names count. The first of each is taken, and texts are cut at a few thousand characters.
 */
export class FaultReader implements XmlHandler {
  #depth = 0;
  #part = '';
  #text = '';
  #code: string | undefined;
  #codeNamespace: string | undefined;
  #string: string | undefined;
  #detail: string | undefined;
  #detailLength = 0;

  get fault(): ReceivedFault {
    return {
      code: this.#code ?? '',
      ...supplied({ codeNamespace: this.#codeNamespace }),
      text: this.#string ?? '',
      ...supplied({ detail: this.#detail }),
    };
  }

  open(name: XmlName, _attributes: readonly XmlAttribute[] | undefined, _reader: XmlReader): void {
    this.#depth += 1;
    if (this.#depth === 2) this.#part = name.local;
    else if (this.#part === 'detail') this.#endLine();
    this.#text = '';
  }

  text(text: string): void {
    if (this.#depth > 1 && this.#text.length < MOST_DETAIL) this.#text += text;
  }

  close(reader: XmlReader): void {
    if (this.#part === 'detail') this.#endLine();
    if (this.#depth === 2) this.#endPart(reader);
    this.#depth -= 1;
  }

  #endPart(reader: XmlReader): void {
    const text = detached(this.#text.trim().slice(0, MOST_TEXT));
    if (this.#part === 'faultcode' && this.#code === undefined) this.#takeCode(text, reader);
    else if (this.#part === 'faultstring') this.#string ??= text;
    this.#part = '';
    this.#text = '';
  }

  #takeCode(text: string, reader: XmlReader): void {
    const colon = text.indexOf(':');
    this.#code = text.slice(colon + 1);
    this.#codeNamespace = reader.namespaceOf(text.slice(0, Math.max(colon, 0)));
  }

  #endLine(): void {
    if (this.#text === '') return;
    const line = detached(this.#text.trim().slice(0, Math.max(0, MOST_DETAIL - this.#detailLength)));
    this.#text = '';
    if (line === '') return;
    this.#detailLength += line.length + 1;
    this.#detail = this.#detail === undefined ? line : `${this.#detail}\n${line}`;
  }
}
