/** The suite cannot say anything: an address that does not answer, a broken config or report. One line for people; never a verdict. */
export class CouldNotTest extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CouldNotTest';
  }
}
