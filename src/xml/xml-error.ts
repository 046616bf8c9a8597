import { OwnError } from '../core/own-error.js';

export type XmlErrorCode = 'encoding' | 'not-well-formed' | 'doctype' | 'limit' | 'gzip' | 'multipart';

/**
 * Text that cannot be read, or written, as XML. `reason` is one of our own fixed texts, never a piece of the document.
 *
 * `line` and `column` count from 1 in the decoded text. 0 means that whoever found it has no position; `at` gives it one.
 */
export class XmlError extends OwnError<XmlErrorCode> {
  constructor(
    code: XmlErrorCode,
    readonly reason: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(code, `${code}: ${reason}`);
  }

  /** The same error at this position, unless it has one. */
  at(line: number, column: number): XmlError {
    return this.line > 0 ? this : new XmlError(this.code, this.reason, line, column);
  }
}
