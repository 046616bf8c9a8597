import { OwnError } from '../core/own-error.js';

/** The directory cannot be used as a set of schemas. `system` is the error of the system, where that is the cause. */
export class UnusableSchemas extends OwnError {
  constructor(
    message: string,
    readonly system?: unknown,
  ) {
    super('schemas', message);
  }
}
