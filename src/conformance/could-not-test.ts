import { OwnError } from '../core/own-error.js';

/** The suite cannot say anything: an address that does not answer, a broken config or report. One line for people; never a verdict. */
export class CouldNotTest extends OwnError {
  constructor(message: string) {
    super('could-not-test', message);
  }
}
