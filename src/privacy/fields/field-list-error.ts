import { OwnError } from '../../core/own-error.js';

/** A list of fields that no agreement can have. The message says why, in one line. */
export class FieldListError extends OwnError {
  constructor(message: string) {
    super('field-list', message);
  }
}
