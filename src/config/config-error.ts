import { OwnError } from '../core/own-error.js';

/** A setting that cannot be used. Names the setting and what it should be; never its value, which may be a secret. */
export class ConfigError extends OwnError {
  /** @param setting `UWLR_PORT`, or the flag or file at fault */
  constructor(
    readonly setting: string,
    readonly problem: string,
    /** True: it names a file that cannot be read, which says nothing against the setting itself. */
    readonly isAboutFile = false,
  ) {
    super('config', `${setting} ${problem}`);
  }
}
