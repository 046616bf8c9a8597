/** Settings of a target that cannot be used. The message names the setting, and never repeats its value. */
export class SettingsError extends Error {
  constructor(
    /** Name of the setting; absent: of all of it. */
    readonly setting: string | undefined,
    problem: string,
  ) {
    super(setting === undefined ? problem : `${setting} ${problem}`);
    this.name = 'SettingsError';
  }
}
