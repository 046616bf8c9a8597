/**
 * An error in our own words: the base of every error that this code defines. The message holds nothing from a message, no value of a setting
 * and no secret, so that it can be logged and shown. Name and code together say what went wrong; scripts and policies go by them, and not
 * by the message.
 */
export abstract class OwnError<Code extends string = string> extends Error {
  constructor(
    readonly code: Code,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
