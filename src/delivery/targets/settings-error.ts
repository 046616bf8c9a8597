import { OwnError } from '../../core/own-error.js';

/** Settings of a target that cannot be used. The message names the setting, and never repeats its value. */
export class SettingsError extends OwnError {
  constructor(
    /** Name of the setting; absent: of all of it. */
    readonly setting: string | undefined,
    problem: string,
  ) {
    super('target-settings', setting === undefined ? problem : `${setting} ${problem}`);
  }
}
