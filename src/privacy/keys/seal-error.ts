import { OwnError } from '../../core/own-error.js';

/** `format`: not something that we sealed. `tampered`: changed since, sealed under another key, or for another purpose. */
export type SealErrorCode = 'format' | 'tampered';

/** Sealed bytes that do not open. Holds nothing of them. */
export class SealError extends OwnError<SealErrorCode> {
  constructor(code: SealErrorCode) {
    super(code, code === 'format' ? 'not a sealed value of this gateway' : 'a sealed value that was changed, or belongs to another key');
  }
}
