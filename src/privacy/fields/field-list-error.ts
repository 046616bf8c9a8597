/** A list of fields that no agreement can have. The message says why, in one line. */
export class FieldListError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FieldListError';
  }
}
